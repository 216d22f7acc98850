import type { FragmentSource } from "./fragment-source.js";
import type { Holes } from "./parser.js";
import { printExpression } from "./printer.js";
import { scalarText } from "./printer/data-text.js";
import { scanSource, type HoleContext, type Scan } from "./scan.js";
import { escapeQuoted } from "./string-text.js";
import type { Expression, VerbatimExpression } from "./syntax.js";

/** The text of a template with its holes filled, for Nix itself to read. */
export interface FilledFragment {
  readonly text: string;
  readonly expression: VerbatimExpression;
  /** The offset in the template's source for an offset in `text`. */
  sourceOffset(offset: number): number;
}

/**
 * Fills a template without knowing the grammar: every value as a literal of its own, paths of files
 * as what they stand for.
 * @returns undefined where the text before a value could change what the value means
 */
export function fillFragment(source: FragmentSource, holes: Holes): FilledFragment | undefined {
  const scan = scanSource(source);
  if ([...source.holes].some(([at, hole]) => isTouched(source.text, at, scan.contexts.get(hole)))) {
    return undefined;
  }
  const parts: (string | Expression)[] = [];
  const runs: Run[] = [];
  let text = "";
  const add = (part: string | Expression, from: number): void => {
    runs.push({ start: text.length, source: from, copied: typeof part === "string" });
    parts.push(part);
    text += typeof part === "string" ? part : printedPart(part);
  };
  let end = 0;
  for (const { from, to, content } of fillings(source, scan, holes)) {
    add(source.text.slice(end, from), end);
    for (const part of content) add(part, from);
    end = to;
  }
  add(source.text.slice(end).trimEnd(), end);
  return {
    text,
    expression: { kind: "verbatim", parts, words: scan.identifiers },
    sourceOffset: (offset) => {
      const run = runs.findLast((one) => one.start <= offset);
      if (run === undefined) return 0;
      return run.copied ? run.source + offset - run.start : run.source;
    },
  };
}

/** A stretch of the filled text: copied from the source, or standing for what is at one offset of it. */
interface Run {
  readonly start: number;
  readonly source: number;
  readonly copied: boolean;
}

interface Filling {
  readonly from: number;
  readonly to: number;
  readonly content: readonly (string | Expression)[];
}

function fillings(source: FragmentSource, scan: Scan, holes: Holes): Filling[] {
  const found: Filling[] = [];
  for (const [from, hole] of source.holes) {
    const context = scan.contexts.get(hole) ?? "expression";
    const content =
      context === "expression"
        ? [holes.expression(hole, 0)]
        : partOfString(holes, hole, context === "quoted");
    found.push({ from, to: from + 1, content });
  }
  for (const { start, end, text } of scan.paths) {
    const path = holes.path?.({ kind: "path", parts: [text] });
    if (path !== undefined) found.push({ from: start, to: end, content: [path] });
  }
  return found.sort((one, other) => one.from - other.from);
}

function partOfString(holes: Holes, hole: number, quoted: boolean): (string | Expression)[] {
  const part = holes.stringPart(hole, 0);
  if (typeof part !== "string") return ["${", part.expression, "}"];
  // Through an interpolation, text can neither end an indented string nor change its indentation.
  return [quoted ? escapeQuoted(part, "interpolation") : `\${"${escapeQuoted(part)}"}`];
}

/** In a string, a `$`, a backslash or a quote takes what follows it for part of an escape. */
function isTouched(text: string, at: number, context: HoleContext | undefined): boolean {
  return (context === "quoted" || context === "indented") && /[$\\']/.test(text.charAt(at - 1));
}

/** As the printer puts it between the verbatim parts: in parentheses where it needs some. */
export function printedPart(part: Expression): string {
  const short = part.trivia === undefined ? scalarText(part, "") : undefined;
  if (short !== undefined) return part.kind === "select" ? `(${short})` : short;
  return printExpression({ kind: "verbatim", parts: [part], words: new Set() });
}
