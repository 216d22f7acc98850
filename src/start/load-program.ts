import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { Script } from "node:vm";
import { userCacheFolder } from "../load/cache/cache-folders.js";
import type * as programModule from "../program.js";
import { CodeCache } from "./code-cache.js";
import { LazyCode } from "./lazy-code.js";

type Program = typeof programModule;

/** A CommonJS module in a function, as Node does it; `programUrl` stands for `import.meta.url`. */
type Part = (
  exports: object,
  require: (name: string) => unknown,
  module: { exports: object },
  programUrl: string,
) => void;

/** What a file holds, by the name that the others import it by. */
type Parts = Readonly<Record<string, Part>>;

/** How Node wraps a CommonJS module. */
type Wrapped = (
  exports: object,
  require: (name: string) => unknown,
  module: { exports: object },
  filename: string,
  dirname: string,
) => void;

/** An installed package of CommonJS that takes long to compile. */
const large = "esbuild";

/**
 * Loads a program that the build put together, with the code that V8 compiled for it before; at the
 * end of a usual run that went well, keeps what was compiled.
 * @param file absolute path of what every run needs, the rest being beside it; its name changes
 *   with its content
 * @param purpose what it is loaded for
 * @returns what the part `./program.cjs` exports
 */
export function loadProgram(file: string, purpose: string): Program {
  const folder = userCacheFolder();
  const cacheFor = (what: string): CodeCache | undefined =>
    folder === undefined ? undefined : new CodeCache(join(folder, "code"), file, what);
  const parts = compiledParts(file, cacheFor(purpose), () => program.isUsual());
  const lazy = new LazyCode(cacheFor(`${purpose} parts`));
  const programUrl = pathToFileURL(file).href;
  const requireFile = createRequire(file);
  const modules = new Map<string, { exports: object }>();
  const require = (name: string): unknown => {
    const known = modules.get(name);
    if (known !== undefined) return known.exports;
    const isPart = name in parts || /^\.\/[^/]+\.cjs$/.test(name);
    if (!isPart && !/^\.\/packages\/[^/]+\.cjs$/.test(name) && name !== large) {
      return requireFile(name);
    }
    const path = name === large ? requireFile.resolve(name) : join(dirname(file), name);
    const module = { exports: {} };
    modules.set(name, module);
    if (isPart) {
      const part = parts[name] ?? (lazyScript(lazy, path).runInThisContext() as Parts)[name];
      part?.(module.exports, require, module, programUrl);
    } else {
      const wrapped = lazyScript(lazy, path, wrap).runInThisContext() as Wrapped;
      wrapped(module.exports, createRequire(path), module, path, dirname(path));
    }
    return module.exports;
  };
  const program = require("./program.cjs") as Program;
  return program;
}

function compiledParts(file: string, cache: CodeCache | undefined, isUsual: () => boolean): Parts {
  const cachedData = cache?.read();
  const script = scriptOf(file, readSource(file), cachedData);
  if (cachedData === undefined || script.cachedDataRejected === true) {
    process.once("exit", (code) => {
      // Compiled is what has run: of another run, too little for the next one, or too much.
      if (code === 0 && isUsual()) cache?.write(script.createCachedData());
    });
  }
  return script.runInThisContext() as Parts;
}

function wrap(text: string): string {
  return `(function (exports, require, module, __filename, __dirname) {${text}\n})`;
}

function lazyScript(lazy: LazyCode, file: string, wrapped = (text: string) => text): Script {
  const text = wrapped(readSource(file));
  return lazy.script(basename(file), text, (code) => scriptOf(file, text, code));
}

function readSource(file: string): string {
  // Latin-1 is what ASCII is read as fastest, and V8 keeps it in.
  return readFileSync(file, "latin1");
}

function scriptOf(file: string, text: string, cachedData?: Buffer): Script {
  return new Script(text, {
    filename: file,
    ...(cachedData === undefined ? {} : { cachedData }),
  });
}
