/** Longer lines are cut around the place; columns of a terminal. */
const widest = 160;
/** How much of a cut line is shown before the place. */
const before = 60;

/** A line of a file, and the same with carets under a part of it. */
export interface Excerpt {
  readonly text: string;
  readonly carets: string;
}

/**
 * A line of a file with a part of it underlined, as a terminal shows it.
 * @param start column of the part, from 1, in UTF-16 code units
 * @param end the column after it; the line's end where it is further
 */
export function excerptOf(line: string, start: number, end: number): Excerpt {
  const [from, to] = [start - 1, Math.max(Math.min(end - 1, line.length), start)];
  const isLong = line.length > widest;
  const first = isLong ? wholeCharacter(line, Math.max(0, from - before)) : 0;
  const last = isLong ? wholeCharacter(line, Math.min(line.length, first + widest)) : line.length;
  const head = `${first > 0 ? "…" : ""}${line.slice(first, from)}`;
  const marked = line.slice(from, Math.min(to, last));
  const tail = `${line.slice(Math.min(to, last), last)}${last < line.length ? "…" : ""}`;
  return {
    text: printable(`${head}${marked}${tail}`),
    carets: `${blank(printable(head))}${"^".repeat(Math.max(1, columns(marked)))}`,
  };
}

/** What a terminal would obey is shown as a sign; tabs stay. */
export function printable(text: string): string {
  // The signs of control characters follow U+2400 in the same order.
  return text.replace(/[^\t\P{Cc}]/gu, (one) => {
    const code = one.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : "\u2421";
  });
}

/** An offset that does not part a surrogate pair. */
function wholeCharacter(line: string, offset: number): number {
  return /[\uDC00-\uDFFF]/.test(line.charAt(offset)) ? offset - 1 : offset;
}

function blank(text: string): string {
  return text.replace(/[^\t]/gu, (one) => " ".repeat(width(one)));
}

function columns(text: string): number {
  return Array.from(text).reduce((sum, one) => sum + width(one), 0);
}

/** Columns of a terminal that a character takes: wide ones are mostly of East Asia, and emoji. */
function width(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (/[\p{Mn}\p{Me}\p{Cf}]/u.test(character)) return 0;
  return (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd)
    ? 2
    : 1;
}
