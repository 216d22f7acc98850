import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { findUpwards, isWithin } from "../config/folders.js";
import type { CallSite } from "../nix/value.js";
import type { Place, Problem } from "../problems/problem.js";

export interface FileContext {
  readonly configFile: string;
  placeOf(site: CallSite | undefined): Place | undefined;
  report(problem: Problem): void;
  /** Told every file that is named, absolute. */
  readonly onInput?: ((file: string) => void) | undefined;
}

/**
 * Resolves what `file(…)` names to an absolute path, relative to the file that called it; reports
 * files that are missing (NP056) or out of a flake's sight (NP057).
 */
export function fileResolver(
  context: FileContext,
): (path: string, site: CallSite | undefined) => string {
  let known: { readonly repository: string | undefined } | undefined;
  return (path, site) => {
    // Looked for once, and only where a file is named.
    known ??= { repository: findUpwards(dirname(context.configFile), ".git") };
    const { repository } = known;
    const place = context.placeOf(site);
    const absolute = resolve(dirname(place?.file ?? context.configFile), path);
    const where = place === undefined ? {} : { place };
    context.onInput?.(absolute);
    if (!existsSync(absolute)) {
      context.report({
        code: "NP056",
        severity: "error",
        message: `\`file\` names \`${path}\`, which does not exist`,
        hint: `looked for ${absolute}`,
        ...where,
      });
    } else if (repository !== undefined && !isWithin(absolute, repository)) {
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
