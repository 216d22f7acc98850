import type { Interpolation, StringPart } from "./syntax.js";

/** A piece of a ''…'' string as it is written: text, text that an escape stands for, or `${…}`. */
export type IndentedPart =
  Interpolation | { readonly kind: "text" | "escaped"; readonly text: string };

/** How far a line has been read. */
interface Line {
  /** Whether only spaces of it have been seen. */
  atStart: boolean;
  /** How many. */
  spaces: number;
}

/**
 * Takes the common indentation off the lines of a ''…'' string, and a last line of spaces, which
 * holds the closing quotes. As Nix does it since 2.7 (stripIndentation in its parser): escaped text
 * ends the indentation of its line when the common one is looked for, but a line break that is
 * written as an escape starts a line whose indentation is taken off all the same.
 */
export function withoutIndentation(parts: readonly IndentedPart[]): StringPart[] {
  const indent = commonIndentation(parts);
  const line: Line = { atStart: true, spaces: 0 };
  return parts.map((part, index) => {
    if (part.kind === "interpolation") {
      endStart(line);
      return part;
    }
    const text = part.text
      .split("\n")
      .map((one, number) => {
        if (number > 0) startLine(line);
        return withoutSpaces(one, indent, line);
      })
      .join("\n");
    return index === parts.length - 1 ? text.replace(/(?<=\n) *$/, "") : text;
  });
}

function withoutSpaces(text: string, indent: number, line: Line): string {
  if (!line.atStart) return text;
  const spaces = leadingSpaces(text);
  const dropped = Math.min(spaces, Math.max(0, indent - line.spaces));
  line.spaces += spaces;
  if (spaces < text.length) endStart(line);
  return text.slice(dropped);
}

/** Lines of spaces only do not count; nor does the last one, which holds the closing quotes. */
function commonIndentation(parts: readonly IndentedPart[]): number {
  let common = Number.POSITIVE_INFINITY;
  const line: Line = { atStart: true, spaces: 0 };
  const end = (): void => {
    if (line.atStart) common = Math.min(common, line.spaces);
    endStart(line);
  };
  for (const part of parts) {
    if (part.kind !== "text") {
      end();
      continue;
    }
    for (const [number, text] of part.text.split("\n").entries()) {
      if (number > 0) startLine(line);
      const spaces = line.atStart ? leadingSpaces(text) : 0;
      line.spaces += spaces;
      if (spaces < text.length) end();
    }
  }
  return common;
}

function startLine(line: Line): void {
  line.atStart = true;
  line.spaces = 0;
}

function endStart(line: Line): void {
  line.atStart = false;
  line.spaces = 0;
}

function leadingSpaces(text: string): number {
  let count = 0;
  while (text.charCodeAt(count) === 0x20) count++;
  return count;
}
