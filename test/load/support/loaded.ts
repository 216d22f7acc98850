import { setTimeout } from "node:timers/promises";
import { join } from "node:path";
import { configDefinition } from "../../../src/authoring/define-containers.js";
import { loadConfig, type LoadOptions } from "../../../src/load/load.js";
import { ProblemError } from "../../../src/problems/problem.js";
import { folderWith } from "../../support/program.js";

/** A config whose default export has this for its only container. */
export const configOf = (value: string): string =>
  `import { defineContainers } from "nixpawn";\nexport default defineContainers({ web: ${value} as any });\n`;

export interface Loaded {
  /** The container `web`, or the codes of what was wrong. */
  readonly web: unknown;
  readonly fromCache: boolean;
}

/** Loads the config of a folder. */
export async function load(folder: string, options: LoadOptions = {}): Promise<Loaded> {
  try {
    const { exported, fromCache } = await loadConfig(join(folder, "containers.ts"), {
      cacheFolder: join(folder, ".bundles"),
      ...options,
    });
    const definition = exported as { [configDefinition]?: { containers: { web?: unknown } } };
    return { web: definition[configDefinition]?.containers.web, fromCache };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { web: error.problems.map(({ code }) => code), fromCache: false };
  }
}

let fresh = 0;

/** The same without a cache. */
export function loadFresh(folder: string): Promise<Loaded> {
  fresh += 1;
  return load(folder, { cacheFolder: join(folder, `.fresh-${fresh}`) });
}

/** A folder with files old enough for a bundle of them to be kept (see `clockStep` of the cache). */
export async function oldFolderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = folderWith(files);
  await setTimeout(50);
  return folder;
}
