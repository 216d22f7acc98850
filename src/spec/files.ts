import { existsSync } from "node:fs";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import type { CallSite } from "../nix/value.js";
import type { Place, Problem } from "../problems/problem.js";

export interface FileContext {
  readonly configFile: string;
  placeOf(site: CallSite | undefined): Place | undefined;
  report(problem: Problem): void;
}

/**
 * Resolves what `file(…)` names to an absolute path, relative to the file that called it; reports
 * files that are missing (NP056) or out of a flake's sight (NP057).
 */
export function fileResolver(
  context: FileContext,
): (path: string, site: CallSite | undefined) => string {
  let repository: string | undefined | null = null;
  return (path, site) => {
    // Looked for once, and only where a file is named.
    if (repository === null) repository = repositoryOf(context.configFile);
    const place = context.placeOf(site);
    const absolute = resolve(dirname(place?.file ?? context.configFile), path);
    const where = place === undefined ? {} : { place };
    if (!existsSync(absolute)) {
      context.report({
        code: "NP056",
        severity: "error",
        message: `\`file\` names \`${path}\`, which does not exist`,
        hint: `looked for ${absolute}`,
        ...where,
      });
    } else if (repository !== undefined && isOutside(absolute, repository)) {
      context.report({
        code: "NP057",
        severity: "warning",
        message: `\`${path}\` is outside the repository, where a flake cannot see it`,
        ...where,
      });
    }
    return absolute;
  };
}

function isOutside(file: string, folder: string): boolean {
  const path = relative(folder, file);
  return path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path);
}

/** The nearest folder upwards with a `.git`. */
function repositoryOf(file: string): string | undefined {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (existsSync(resolve(folder, ".git"))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}
