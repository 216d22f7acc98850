import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { Script } from "node:vm";
import { userCacheFolder } from "../config/cache-folders.js";
import type * as programModule from "../program.js";
import { CodeCache } from "./code-cache.js";

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

/**
 * Loads a program that the build put together, with the code that V8 compiled for it before; at the
 * end of a usual run that went well, keeps what was compiled.
 * @param file absolute path of what every run needs, the rest being beside it; its name changes
 *   with its content
 * @param purpose what it is loaded for
 * @returns what the part `./program.cjs` exports
 */
export function loadProgram(file: string, purpose: string): Program {
  const parts = compiledParts(file, purpose, () => program.isUsual());
  const programUrl = pathToFileURL(file).href;
  const requireFile = createRequire(file);
  const modules = new Map<string, { exports: object }>();
  const require = (name: string): unknown => {
    const known = modules.get(name);
    if (known !== undefined) return known.exports;
    if (!/^\.\/[^/]+\.cjs$/.test(name)) return requireFile(name);
    const module = { exports: {} };
    modules.set(name, module);
    const part = parts[name] ?? partsOf(join(dirname(file), name))[name];
    part?.(module.exports, require, module, programUrl);
    return module.exports;
  };
  const program = require("./program.cjs") as Program;
  return program;
}

function compiledParts(file: string, purpose: string, isUsual: () => boolean): Parts {
  const folder = userCacheFolder();
  const cache =
    folder === undefined ? undefined : new CodeCache(join(folder, "code"), file, purpose);
  const cachedData = cache?.read();
  const script = scriptOf(file, cachedData);
  if (cachedData === undefined || script.cachedDataRejected === true) {
    process.once("exit", (code) => {
      // Compiled is what has run: of another run, too little for the next one, or too much.
      if (code === 0 && isUsual()) cache?.write(script.createCachedData());
    });
  }
  return script.runInThisContext() as Parts;
}

function partsOf(file: string): Parts {
  return scriptOf(file).runInThisContext() as Parts;
}

function scriptOf(file: string, cachedData?: Buffer): Script {
  // Latin-1 is what ASCII is read as fastest, and V8 keeps it in.
  return new Script(readFileSync(file, "latin1"), {
    filename: file,
    ...(cachedData === undefined ? {} : { cachedData }),
  });
}
