import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { findUpwards, isWithin } from "../load/cache/folders.js";
import type { InTemplate } from "../nix/conversion.js";
import type { CallSite } from "../nix/value.js";
import type { Place, Problem, ValuePath } from "../problems/problem.js";

export interface FileContext {
  readonly configFile: string;
  placeOf(site: CallSite | undefined): Place | undefined;
  report(problem: Problem): void;
  /** Told every file that is named, absolute. */
  readonly onInput?: ((file: string) => void) | undefined;
}

/**
 * Resolves what `file(…)`, or a path in a nix`…` template, names to an absolute path, relative to
 * the file that it is written in; reports files that are missing (NP056) or out of a flake's sight
 * (NP057), each where it is named.
 */
export function fileResolver(
  context: FileContext,
): (path: string, site: CallSite | undefined, inTemplate?: InTemplate, at?: ValuePath) => string {
  let known: { readonly repository: string | undefined } | undefined;
  return (path, site, inTemplate, at) => {
    // Looked for once, and only where a file is named.
    known ??= { repository: findUpwards(dirname(context.configFile), ".git") };
    const { repository } = known;
    const called = context.placeOf(site);
    // A traced load calls `nix` from elsewhere; there the place of the template is known.
    const written = inTemplate?.place?.file ?? called?.file ?? context.configFile;
    const absolute = resolve(dirname(written), path);
    // Without the place of the path, the value that has it is nearest: a template, or one of JSON.
    const place = inTemplate === undefined ? called : inTemplate.place;
    const valuePath = inTemplate?.path ?? at;
    const where: Partial<Problem> = {
      ...(valuePath === undefined ? {} : { path: valuePath }),
      ...(place === undefined ? {} : { place }),
    };
    context.onInput?.(absolute);
    if (!existsSync(absolute)) {
      context.report({
        code: "NP056",
        severity: "error",
        message:
          inTemplate === undefined
            ? `\`file\` names \`${path}\`, which does not exist`
            : `there is no \`${path}\`, which the template names`,
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
