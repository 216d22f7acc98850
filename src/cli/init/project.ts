import { lstatSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { configNames } from "../../load/find.js";
import { findUpwards } from "../../load/cache/folders.js";

/** Where a config is started. */
export interface Project {
  /** Absolute. */
  readonly folder: string;
  /** The root of the git repository it is in; the folder itself where there is none. */
  readonly repository: string;
}

export function projectAt(folder: string): Project {
  return { folder, repository: findUpwards(folder, ".git") ?? folder };
}

/** The way from the repository's root to the folder, with forward slashes; "" when they are one. */
export function wayIn({ folder, repository }: Project): string {
  return relative(repository, folder).split(sep).join("/");
}

/** A file of that name in the folder, or above it in the same repository. */
export function inherited({ folder, repository }: Project, name: string): string | undefined {
  for (let one = folder; ; one = dirname(one)) {
    if (exists(join(one, name))) return join(one, name);
    if (one === repository) return undefined;
  }
}

/** The config that the folder has already. */
export function standingConfig({ folder }: Project): string | undefined {
  return configNames.map((name) => join(folder, name)).find(exists);
}

/** Whether anything has that name, even a link that leads nowhere. */
export function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** The text of a file, as far as it can be read. */
export function textOf(path: string | undefined): string {
  try {
    return path === undefined ? "" : readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** Whether package.json has nixpawn among its dependencies. */
export function dependsOnNixpawn(project: Project): boolean {
  return /"nixpawn"\s*:/.test(textOf(inherited(project, "package.json")));
}

/** Whether a config in the folder would find nixpawn's types. */
export function isInstalled({ folder }: Project): boolean {
  return findUpwards(folder, join("node_modules", "nixpawn", "package.json")) !== undefined;
}

/**
 * The name of a new config. TypeScript takes a `.ts` file for CommonJS where package.json does not
 * say "module", and a tsconfig.json may forbid `import` and `export` there; an `.mts` never is.
 */
export function newConfigName(project: Project): string {
  const isModule = /"type"\s*:\s*"module"/.test(textOf(inherited(project, "package.json")));
  const forbids =
    /"verbatimModuleSyntax"\s*:\s*true|"module(?:Resolution)?"\s*:\s*"node1[68]"/i.test(
      textOf(join(project.folder, "tsconfig.json")),
    );
  const hasPackage = inherited(project, "package.json") !== undefined;
  return hasPackage && !isModule && forbids ? "containers.mts" : "containers.ts";
}
