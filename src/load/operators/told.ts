import { misuseProblem, type MisuseKind } from "../../authoring/misuse.js";
import { fileNumber, type Misuse } from "../../authoring/misuses.js";
import { placeholderText } from "../../authoring/placeholder.js";
import type { SourceText } from "../../problems/text-position.js";
import type { Problem } from "../../problems/problem.js";
import { sourceText } from "../origins/source-places.js";

/** What to write in place of the code at a range of a file; known of a traced load. */
export type HintAt = (
  file: string,
  start: number,
  end: number,
  kind: MisuseKind,
) => string | undefined;

/**
 * What the guard found as problems at their places. Of two where one is part of the other, the
 * outer one: it is what has to be written anew.
 * @param files absolute paths that the guarded code was made from
 */
export function toldProblems(
  misuses: readonly Misuse[],
  files: readonly string[],
  hintAt: HintAt | undefined,
): Problem[] {
  if (misuses.length === 0) return [];
  const byNumber = new Map(files.map((file) => [fileNumber(file), file]));
  const texts = new Map<string, SourceText>();
  return misuses
    .filter((one) => !misuses.some((other) => isAround(other, one)))
    .map(({ site, kind, problem }) => {
      const file = byNumber.get(site.file);
      if (file === undefined) return problem;
      const text = texts.get(file) ?? sourceText(file);
      texts.set(file, text);
      // What comes of the value itself is more than the text around it says.
      const hint = problem.hint ?? hintAt?.(file, site.start, site.end, kind);
      return {
        ...problem,
        place: { file, start: text.positionAt(site.start), end: text.positionAt(site.end) },
        ...(hint === undefined ? {} : { hint }),
      };
    });
}

/** Whether a problem of this code has a hint made of the user's own text. */
export function isTold(code: string): boolean {
  return /^NP31[0345678]$/.test(code);
}

function isAround({ site: outer }: Misuse, { site: inner }: Misuse): boolean {
  return (
    outer.file === inner.file &&
    outer.start <= inner.start &&
    inner.end <= outer.end &&
    outer.end - outer.start > inner.end - inner.start
  );
}

/** What text, numbers and items that were made in vain lead to, and a module that is not known. */
const consequences: ReadonlySet<string> = new Set(["NP212", "NP302", "NP305"]);

/** The problems without those that only come of what the guard told. */
export function withoutConsequences(
  told: readonly Problem[],
  problems: readonly Problem[],
): readonly Problem[] {
  if (told.length === 0) return problems;
  // That nothing gives an argument is why it has a default.
  const { message: neverTaken } = misuseProblem("default", "", undefined);
  const hasDefault = told.some(({ message }) => message === neverTaken);
  return problems.filter(
    ({ code, message }) =>
      !consequences.has(code) &&
      !message.includes(placeholderText) &&
      !(hasDefault && code === "NP326" && message.startsWith("nothing gives ")),
  );
}
