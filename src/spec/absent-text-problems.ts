import { fileNumber, type MisuseSite } from "../authoring/misuses.js";
import { sourceText } from "../config/source-places.js";
import { printExpression } from "../nix/printer.js";
import type { Problem } from "../problems/problem.js";
import type { Plan } from "./plan.js";

/** More of an operand is not shown. */
const longest = 60;

/**
 * Texts of the config that say "undefined" in place of a value (NP074), where one of the containers
 * has that word in it: a key of a map, or the message of an error, may say so.
 * @param files absolute paths of the config's files
 */
export function absentTextProblems(
  sites: readonly MisuseSite[],
  plan: Plan,
  files: readonly string[],
): Problem[] {
  if (sites.length === 0) return [];
  const isThere = plan.containers.some(({ syntax }) => /undefined/i.test(printExpression(syntax)));
  if (!isThere) return [];
  const byNumber = new Map(files.map((file) => [fileNumber(file), file]));
  return sites.flatMap(({ file: number, start, end }): Problem[] => {
    const file = byNumber.get(number);
    if (file === undefined) return [];
    const source = sourceText(file);
    const operand = source.text.slice(start, end).replace(/\s+/g, " ");
    const shown = operand.length > longest ? `${operand.slice(0, longest)}…` : operand;
    return [
      {
        code: "NP074",
        severity: "error",
        message: `\`${shown}\` puts "undefined" into a text: a value is not there`,
        hint: 'set it where it is read from, or say what to write without it: `… ?? "…"`',
        place: { file, start: source.positionAt(start), end: source.positionAt(end) },
      },
    ];
  });
}
