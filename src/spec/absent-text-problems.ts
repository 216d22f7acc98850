import type { AbsentText, AbsentWord } from "../authoring/absent-texts.js";
import { fileNumber } from "../authoring/misuses.js";
import { sourceText } from "../config/source-places.js";
import type { Problem } from "../problems/problem.js";
import type { SourceText } from "../problems/text-position.js";
import type { Plan } from "./plan.js";
import { textsOf } from "./texts-of.js";

/** More of an operand is not shown. */
const longest = 60;

const plain = "[\\w:/.,;@=+ -]{1,12}";

/** What stands right before and behind a hole of a template, as far as it is written without escapes. */
const before = new RegExp(`(${plain})\\$\\{\\s*$`);
const behind = new RegExp(`^\\s*\\}(${plain})`);

/** The same of a text that is added. */
const addedTo = new RegExp(`(${plain})["'\`]\\s*\\+\\s*$`);
const added = new RegExp(`^\\s*\\+\\s*["'\`](${plain})`);

/** Where JSON, YAML, SQL or a variable of the shell has a value: `null` may be meant there. */
const valueOfText = /(?:(?<![\w"'])|["']):\s*\$\{\s*$|(?:: +|[=,[(]\s*)\$\{\s*$/;

/** What a template or a sum has around an operand; nothing where that is not to be seen. */
function around(text: string, start: number, end: number): readonly [string, string] {
  const [left, right] = [text.slice(0, start), text.slice(end)];
  return /\$\{\s*$/.test(left)
    ? [before.exec(left)?.[1] ?? "", behind.exec(right)?.[1] ?? ""]
    : [addedTo.exec(left)?.[1] ?? "", added.exec(right)?.[1] ?? ""];
}

/** Whether a text may have the word from such an operand: `/dev/null` is a file. */
const mayHave: Readonly<Record<AbsentWord, RegExp>> = {
  undefined: /undefined/i,
  null: /(?<![\w/])null(?!\w)/i,
};

/**
 * Texts of the config that say "undefined" or "null" in place of a value (NP074), where one of the
 * containers has that word in it: a key of a map, a line of a log or the message of an error may say
 * so. It is certain where the container has what came of it, too.
 * @param files absolute paths of the config's files
 */
export function absentTextProblems(
  found: readonly AbsentText[],
  plan: Plan,
  files: readonly string[],
): Problem[] {
  if (found.length === 0) return [];
  const texts = plan.containers.flatMap(({ name, syntax }) => [name, ...textsOf(syntax)]);
  const byNumber = new Map(files.map((file) => [fileNumber(file), file]));
  const told = new Map<string, Problem>();
  for (const one of found) {
    const file = byNumber.get(one.site.file);
    if (file === undefined) continue;
    const source = sourceText(file);
    const severity = severityOf(one, source, texts);
    const key = `${file} ${one.site.start} ${one.site.end}`;
    if (severity === undefined || told.get(key)?.severity === "error") continue;
    told.set(key, problemOf(one, severity, file, source));
  }
  return [...told.values()];
}

function severityOf(
  { site: { start, end }, word, made }: AbsentText,
  { text }: SourceText,
  texts: readonly string[],
): Problem["severity"] | undefined {
  const [left, right] = around(text, start, end);
  const written = (made ?? `${left}${word}${right}`).toLowerCase();
  // A word that is used as a value has to be all there is.
  const isWhole =
    word === "null" && written === word
      ? texts.some((one) => one.toLowerCase() === word)
      : texts.some((one) => one.toLowerCase().includes(written));
  if (isWhole) {
    const mayBeMeant = word === "null" && valueOfText.test(text.slice(0, start));
    return mayBeMeant ? "warning" : "error";
  }
  // Else it may be a line of a log, and the container's word another one.
  return texts.some((one) => mayHave[word].test(one)) ? "warning" : undefined;
}

function problemOf(
  { site: { start, end }, word }: AbsentText,
  severity: Problem["severity"],
  file: string,
  source: SourceText,
): Problem {
  const operand = source.text.slice(start, end).replace(/\s+/g, " ");
  const shown = operand.length > longest ? `${operand.slice(0, longest)}…` : operand;
  return {
    code: "NP074",
    severity,
    message: `\`${shown}\` puts "${word}" into a text: a value is not there`,
    hint: 'set it where it is read from, or say what to write without it: `… ?? "…"`',
    place: { file, start: source.positionAt(start), end: source.positionAt(end) },
  };
}
