import type { AbsentText, AbsentWord } from "../../authoring/absent-texts.js";
import { fileNumber } from "../../authoring/misuses.js";
import { sourceText } from "../../load/origins/source-places.js";
import { textsOf } from "../../nix/texts-of.js";
import { NP074 } from "../../problems/codes/definition.js";
import type { Problem } from "../../problems/problem.js";
import type { SourceText } from "../../problems/text-position.js";
import type { Plan } from "../plan.js";
import { withoutWritten } from "./written-words.js";

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

interface Around {
  /** The word, and what the template or sum has right beside it. */
  readonly written: string;
  /** Whether it may be nothing but the word: a name, or a template with one hole and no more. */
  readonly isAll: boolean;
}

/** What is around an operand, as far as it is to be seen. */
function around(text: string, start: number, end: number, word: AbsentWord): Around {
  const left = text.slice(0, start).split("\n").at(-1)?.trimStart() ?? "";
  const right = text.slice(end);
  const isHole = /\$\{\s*$/.test(left);
  const [one, other] = isHole
    ? [before.exec(left)?.[1] ?? "", behind.exec(right)?.[1] ?? ""]
    : [addedTo.exec(left)?.[1] ?? "", added.exec(right)?.[1] ?? ""];
  const isAll = isHole
    ? /`\$\{\s*$/.test(left) && /^\s*\}`/.test(right)
    : /\[\s*$/.test(left) && /^\s*\]/.test(right);
  return { written: `${one}${word}${other}`, isAll };
}

/** Whether it is in what `console` is given: a text for people. */
function isShown(text: string, start: number): boolean {
  const call = text.lastIndexOf("console.", start);
  if (call === -1) return false;
  const brackets = text.slice(call, start).replace(/[^()]/g, "");
  return (
    brackets.split("").reduce((open, one) => {
      if (open < 0) return open;
      if (one === "(") return open + 1;
      return open === 1 ? -1 : open - 1;
    }, 0) > 0
  );
}

/** Whether a text may have the word from such an operand: `/dev/null` is a file. */
function mayHave(text: string, word: AbsentWord): boolean {
  return word === "null" ? /(?<![\w/])null(?!\w)/.test(text) : text.includes(word);
}

/** As it is looked for: "undefined" and "null" may have been put into other letters, as in a name. */
function spelled(text: string, word: AbsentWord): string {
  return word === "undefined" || word === "null" ? text.toLowerCase() : text;
}

/**
 * Texts of the config that say "undefined" or the like in place of a value (NP074), where one of the
 * containers has that word in it, or in its name, and not from a text that is written so: a key of a
 * map, a line of a log or the message of an error may say so. It is certain where the container has
 * what came of it, too.
 * @param files absolute paths of the config's files
 */
export function absentTextProblems(
  found: readonly AbsentText[],
  plan: Plan,
  files: readonly string[],
): Problem[] {
  if (found.length === 0) return [];
  const all = plan.containers.flatMap(({ name, syntax }) => [name, ...textsOf(syntax)]);
  const sources = new Map(
    files.map((file) => [fileNumber(file), { file, source: sourceText(file) }]),
  );
  const suspectsOf = (word: AbsentWord): readonly string[] => {
    const written = [...sources.values()].map(({ source }) => spelled(source.text, word));
    const having = all.map((one) => spelled(one, word)).filter((one) => one.includes(word));
    return having
      .map((one) => withoutWritten(one, written, word))
      .filter((one) => one.includes(word));
  };
  const suspects = new Map(
    [...new Set(found.map(({ word }) => word))].map((word) => [word, suspectsOf(word)]),
  );
  const told = new Map<string, Problem>();
  for (const one of found) {
    const known = sources.get(one.site.file);
    if (known === undefined || isShown(known.source.text, one.site.start)) continue;
    const severity = severityOf(one, known.source, suspects.get(one.word) ?? []);
    const key = `${known.file} ${one.site.start} ${one.site.end}`;
    if (severity === undefined || told.get(key)?.severity === "error") continue;
    told.set(key, problemOf(one, severity, known.file, known.source));
  }
  return [...told.values()];
}

function severityOf(
  { site: { start, end }, word, made }: AbsentText,
  { text }: SourceText,
  suspects: readonly string[],
): Problem["severity"] | undefined {
  const own = around(text, start, end, word);
  const whole = spelled(made ?? own.written, word);
  // A word that is used as a value has to be all there is.
  const isAll = made === undefined && (own.isAll || (word === "null" && whole === word));
  if (suspects.some((one) => (isAll ? one === whole : one.includes(whole)))) {
    const mayBeMeant = word === "null" && valueOfText.test(text.slice(0, start));
    return mayBeMeant ? "warning" : "error";
  }
  // Else it may be a line of a log, and the container's word another one.
  return suspects.some((one) => mayHave(one, word)) ? "warning" : undefined;
}

function problemOf(
  { site: { start, end }, word }: AbsentText,
  severity: Problem["severity"],
  file: string,
  source: SourceText,
): Problem {
  const operand = source.text.slice(start, end).replace(/\s+/g, " ");
  const shown = operand.length > longest ? `${operand.slice(0, longest)}…` : operand;
  const place = { file, start: source.positionAt(start), end: source.positionAt(end) };
  return NP074.absent({ severity, shown, word }, { place });
}

/** Without what options say of texts with the word in them, where it is known why they have it. */
export function withoutAbsent(
  problems: readonly Problem[],
  absent: readonly Problem[],
): readonly Problem[] {
  if (!absent.some(({ severity }) => severity === "error")) return problems;
  return problems.filter(
    ({ code, message }) =>
      code !== "NP103" || !/, not `"[^`]*(?:undefined|NaN|\[object )/i.test(message),
  );
}
