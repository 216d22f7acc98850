import { existsSync, readdirSync, realpathSync } from "node:fs";
import { dirname, extname, join, resolve } from "node:path";
import type { Bundle } from "./bundle.js";
import { packageName } from "./bundle-problems.js";
import { FactPaths } from "./bundle-dependencies.js";
import { readTsconfig } from "./tsconfig.js";
import { isInstalled } from "../cache/folders.js";

const extensions = ["", ".tsx", ".ts", ".jsx", ".js", ".json", ".mts", ".cts", ".mjs", ".cjs"];

/**
 * The paths that could make the imports of a bundle lead elsewhere than they did: folders that
 * were or would be looked into, package.json and tsconfig.json above each file, symbolic links.
 * The inside of an installed package is known by its package.json alone.
 */
export function resolutionPaths(
  configFile: string,
  made: Pick<Bundle, "inputs" | "imports">,
): FactPaths {
  const search = new Search();
  search.linked(configFile);
  search.steering(dirname(configFile));
  for (const file of made.inputs.keys()) search.input(file);
  for (const { importer, specifier } of made.imports) {
    if (!isInstalled(importer)) search.imported(importer, specifier);
  }
  return search.paths;
}

class Search {
  readonly paths = new FactPaths();
  /** The tsconfig.json of a folder: the nearest upwards. */
  readonly #tsconfigs = new Map<string, string | undefined>();

  input(file: string): void {
    const folder = dirname(file);
    if (!isInstalled(file)) this.paths.folders.add(folder);
    this.steering(folder);
  }

  /** Files above a folder that steer how its files are resolved and compiled. */
  steering(folder: string): string | undefined {
    if (this.#tsconfigs.has(folder)) return this.#tsconfigs.get(folder);
    let tsconfig: string | undefined;
    for (let one = folder; ; one = dirname(one)) {
      for (const name of ["package.json", "tsconfig.json", "jsconfig.json", ".pnp.cjs"]) {
        this.paths.files.add(join(one, name));
      }
      tsconfig ??= ["tsconfig.json", "jsconfig.json"]
        .map((name) => join(one, name))
        .find((path) => existsSync(path));
      if (one === dirname(one) || /[\\/]node_modules$/.test(one)) break;
    }
    if (tsconfig !== undefined) this.#bases(tsconfig);
    this.#tsconfigs.set(folder, tsconfig);
    return tsconfig;
  }

  /** What a tsconfig.json extends, and what that extends. */
  #bases(file: string, seen = new Set<string>()): void {
    if (seen.has(file)) return;
    seen.add(file);
    for (const base of readTsconfig(file)?.bases ?? []) {
      this.paths.files.add(base);
      this.#bases(base, seen);
    }
  }

  imported(importer: string, specifier: string): void {
    const folder = dirname(importer);
    if (specifier.includes("*")) this.#below(resolve(folder, specifier.replace(/\*.*/, "")));
    else if (/^\.{0,2}\/|^\.{1,2}$/.test(specifier)) this.#candidate(resolve(folder, specifier));
    else if (!specifier.startsWith("#")) {
      this.#package(folder, specifier);
      for (const path of this.#mapped(folder, specifier)) this.#candidate(path);
    }
  }

  /** A file, with an extension or without, or a folder with an index or a package.json. */
  #candidate(path: string): void {
    this.paths.folders.add(dirname(path)).add(path);
    // A file of just this name goes before those with an extension.
    this.paths.targets.add(path);
    this.paths.files.add(join(path, "package.json"));
    for (const end of extensions) {
      this.linked(`${path}${end}`);
      this.linked(join(path, `index${end}`));
    }
    // `./a.js` may be a.ts.
    const bare = path.slice(0, path.length - extname(path).length);
    for (const end of extensions) this.linked(`${bare}${end}`);
  }

  /** Remembers where a path leads when it is, or goes through, a symbolic link. */
  linked(path: string): void {
    try {
      if (realpathSync(path) !== path) this.paths.targets.add(path);
    } catch {
      // A link that comes into being changes its folder.
    }
  }

  /** The folders that a package may be in. */
  #package(from: string, specifier: string): void {
    const name = packageName(specifier);
    for (let one = from; ; one = dirname(one)) {
      const folder = join(one, "node_modules", name);
      this.paths.targets.add(folder);
      this.paths.files.add(join(folder, "package.json"));
      if (existsSync(folder) && specifier !== name) {
        this.#candidate(join(one, "node_modules", specifier));
      } else if (existsSync(folder)) this.paths.folders.add(folder);
      if (one === dirname(one)) return;
    }
  }

  /** Where `paths` and `baseUrl` of the tsconfig.json, or of what it extends, send a specifier. */
  #mapped(folder: string, specifier: string): string[] {
    const found: string[] = [];
    const seen = new Set<string>();
    const visit = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      const tsconfig = readTsconfig(file);
      found.push(...(tsconfig?.candidates(specifier) ?? []));
      tsconfig?.bases.forEach(visit);
    };
    const nearest = this.steering(folder);
    if (nearest !== undefined) visit(nearest);
    return found;
  }

  /** All folders below one: an import by a pattern takes whatever fits. */
  #below(folder: string): void {
    this.paths.folders.add(folder);
    try {
      for (const one of readdirSync(folder, { withFileTypes: true })) {
        if (one.isDirectory() && one.name !== "node_modules") this.#below(join(folder, one.name));
      }
    } catch {
      // It is not there.
    }
  }
}
