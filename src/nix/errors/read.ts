import { unitsOfBytes } from "../../problems/text-position.js";
import { complaintsOf, type Complaint } from "./complaints.js";
import { contextOf } from "./context.js";
import { parseErrorText, type ErrorText, type TextPlace } from "./error-text.js";
import type { NixFailure, NixPosition } from "./failure.js";
import { readLanguageMessage } from "./language-messages.js";
import { readModuleMessage, type Reading } from "./module-messages.js";

export interface ReadOptions {
  /** The text of a file, for columns in UTF-16 units where Nix does not show the line. */
  readonly textOf?: ((file: string) => string | undefined) | undefined;
}

/**
 * Reads what Nix printed when it failed: errors first, in their order, then all warnings of the
 * config as one. Knows the texts of Nix 2.8 to 2.34, with and without `--show-trace`, and those of
 * `--log-format internal-json`, where nothing in a message can be taken for something else.
 * @param stderr all that it wrote to its standard error
 * @returns at least one failure, unless nothing was written at all
 */
export function readNixFailure(stderr: string, options: ReadOptions = {}): readonly NixFailure[] {
  const complaints = complaintsOf(stderr);
  const errors = complaints.filter((one) => one.kind === "error");
  const failures = errors.map((one) => readError(one, options));
  const warnings = readWarnings(complaints);
  if (failures.length > 0) return [...failures, ...warnings];
  const text = stderr.trim();
  const other = text === "" || warnings.length > 0 ? [] : [unreadable(text)];
  return [...other, ...warnings];
}

/** The warnings of the config in what Nix printed, be it that it failed or not. */
export function readNixWarnings(stderr: string): readonly NixFailure[] {
  return readWarnings(complaintsOf(stderr));
}

function readWarnings(complaints: readonly Complaint[]): NixFailure[] {
  const items = complaints.filter((one) => one.kind === "warning").map((one) => one.text);
  if (items.length === 0) return [];
  const message = items.join("\n");
  return [{ kind: "warnings", message, items, positions: [], context: [], raw: message }];
}

function unreadable(text: string): NixFailure {
  const message = text.split("\n").at(-1) ?? "";
  return { kind: "other", message, positions: [], context: [], raw: text };
}

function readError(
  { text, info }: Extract<Complaint, { kind: "error" }>,
  options: ReadOptions,
): NixFailure {
  const parsed = parseErrorText(text, info?.message.trimEnd().split("\n").length);
  const message = info === undefined ? parsed.message : cleaned(info.message);
  const place = parsed.place ?? info?.place;
  const inLanguage = readLanguageMessage(message);
  const reading = readModuleMessage(message) ?? inLanguage ?? readByTrace(place, parsed);
  const suggestions = reading.suggestions ?? namesIn(parsed.suggestion);
  const positions = [
    ...(place === undefined ? [] : [{ ...place, what: "error" }]),
    ...(inLanguage === undefined ? [] : mentionedIn(message, place)),
    ...parsed.frames.flatMap(({ what, place: one }) =>
      one === undefined ? [] : [{ ...one, what }],
    ),
  ];
  return {
    ...reading,
    message,
    ...(suggestions.length === 0 ? {} : { suggestions }),
    positions: positions.map((one) => inUnits(one, parsed, options)),
    context: contextOf(parsed.frames),
    raw: text,
  };
}

/** As the text for people has it: nothing around it, no blanks at the ends of lines. */
function cleaned(message: string): string {
  return message
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")
    .trim();
}

/** Nothing in the words of a `throw` says that it is one: it alone has no place of its own. */
function readByTrace(place: TextPlace | undefined, { frames, truncated }: ErrorText): Reading {
  const innermost = truncated ? "" : (frames[0]?.what ?? "");
  const asserted = /^while evaluating the condition of the assertion '(?<item>.*)'$/s.exec(
    innermost,
  )?.groups;
  if (asserted?.item !== undefined) return { kind: "failed-assertions", items: [asserted.item] };
  const [, builtin = "throw"] = /^while calling the '(.*)' builtin$/.exec(innermost) ?? [];
  return { kind: place === undefined && builtin === "throw" ? "throw" : "other" };
}

/** "one of a, b or c" */
function namesIn(words: string | undefined): readonly string[] {
  if (words === undefined) return [];
  return words.replace(/^one of /, "").split(/, | or /);
}

/** "… already defined at /a.nix:1:2"; Nix 2.8 has "(string)" for the text it was given. */
function mentionedIn(message: string, place: TextPlace | undefined): NixPosition[] {
  const places = message.matchAll(/(?<= at )([/\u00ab][^\n]*?|\(string\)):(\d+):(\d+)\b/g);
  return Array.from(places, ([, file = "", line, column]) => ({
    file: file === "(string)" ? (place?.file ?? "«string»") : file,
    line: Number(line),
    column: Number(column),
    what: "mentioned",
  }));
}

/** Nix counts bytes. */
function inUnits(position: NixPosition, parsed: ErrorText, options: ReadOptions): NixPosition {
  const { file, line, column } = position;
  const text =
    parsed.shown.get(`${file}:${String(line)}`) ?? options.textOf?.(file)?.split("\n")[line - 1];
  return text === undefined
    ? position
    : { ...position, column: unitsOfBytes(text, column - 1) + 1 };
}
