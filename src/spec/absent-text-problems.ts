import { fileNumber, type MisuseSite } from "../authoring/misuses.js";
import { sourceText } from "../config/source-places.js";
import { printExpression } from "../nix/printer.js";
import type { Problem } from "../problems/problem.js";
import type { Plan } from "./plan.js";

/** More of an operand is not shown. */
const longest = 60;

/** What stands right before and behind a hole of a template, as far as it is written without escapes. */
const before = /([\w:/.,;@=+ -]{1,12})\$\{\s*$/;
const behind = /^\s*\}([\w:/.,;@=+ -]{1,12})/;

function around(text: string, start: number, end: number): readonly [string, string] {
  const left = text.slice(0, start);
  if (!/\$\{\s*$/.test(left)) return ["", ""];
  return [before.exec(left)?.[1] ?? "", behind.exec(text.slice(end))?.[1] ?? ""];
}

/**
 * Texts of the config that say "undefined" in place of a value (NP074), where one of the containers
 * has that word in it: a key of a map, a line of a log or the message of an error may say so. It is
 * certain where the container has what the template has around the value, too.
 * @param files absolute paths of the config's files
 */
export function absentTextProblems(
  sites: readonly MisuseSite[],
  plan: Plan,
  files: readonly string[],
): Problem[] {
  if (sites.length === 0) return [];
  const texts = plan.containers.map(({ syntax }) => printExpression(syntax));
  if (!texts.some((one) => /undefined/i.test(one))) return [];
  const byNumber = new Map(files.map((file) => [fileNumber(file), file]));
  return sites.flatMap(({ file: number, start, end }): Problem[] => {
    const file = byNumber.get(number);
    if (file === undefined) return [];
    const source = sourceText(file);
    const written = around(source.text, start, end).join("undefined").toLowerCase();
    const isWhole = texts.some((one) => one.toLowerCase().includes(written));
    const operand = source.text.slice(start, end).replace(/\s+/g, " ");
    const shown = operand.length > longest ? `${operand.slice(0, longest)}…` : operand;
    return [
      {
        code: "NP074",
        // Else it may be a line of a log, and the container's "undefined" another one.
        severity: isWhole ? "error" : "warning",
        message: `\`${shown}\` puts "undefined" into a text: a value is not there`,
        hint: 'set it where it is read from, or say what to write without it: `… ?? "…"`',
        place: { file, start: source.positionAt(start), end: source.positionAt(end) },
      },
    ];
  });
}
