/** Longer lines are cut around the place, where no terminal says how wide it is; in columns. */
const widestElsewhere = 160;
/** How much of a cut line is shown before the place, at the most; in columns. */
const widestBefore = 60;
/** Narrower than this, nothing could be made out. */
const narrowest = 20;

/** A line of a file, and the same with carets under a part of it. */
export interface Excerpt {
  readonly text: string;
  readonly carets: string;
}

/**
 * A line of a file with a part of it underlined, as a terminal shows it.
 * @param start column of the part, from 1, in UTF-16 code units
 * @param end the column after it; the line's end where it is further
 * @param widest columns of a terminal that both lines may take
 */
export function excerptOf(
  line: string,
  start: number,
  end: number,
  widest = widestElsewhere,
): Excerpt {
  const [from, to] = [start - 1, Math.max(Math.min(end - 1, line.length), start)];
  const { first, last } = shownPart(line, from, Math.max(widest, narrowest));
  const head = `${first > 0 ? "…" : ""}${line.slice(first, from)}`;
  const marked = line.slice(from, Math.min(to, last));
  const tail = `${line.slice(Math.min(to, last), last)}${last < line.length ? "…" : ""}`;
  return {
    text: printable(`${head}${marked}${tail}`),
    carets: `${blank(printable(head))}${"^".repeat(Math.max(1, columns(printable(marked))))}`,
  };
}

/**
 * The offsets between which a line is shown: all of it, or what is around `from`, so that it takes
 * no more than `widest` columns with the signs that it is cut.
 */
function shownPart(line: string, from: number, widest: number): { first: number; last: number } {
  if (columns(printable(line)) <= widest) return { first: 0, last: line.length };
  const before = Math.min(widestBefore, Math.floor(widest / 3));
  // One column for each of the two signs.
  let first = from;
  for (let used = 1; first > 0;) {
    const next = wholeCharacter(line, first - 1);
    used += columns(printable(line.slice(next, first)));
    if (used > before) break;
    first = next;
  }
  const head = (first > 0 ? 1 : 0) + columns(printable(line.slice(first, from)));
  let last = from;
  for (let used = head + 1; last < line.length;) {
    const next = last + characterLength(line, last);
    used += columns(printable(line.slice(last, next)));
    if (used > widest) break;
    last = next;
  }
  return { first, last };
}

function characterLength(line: string, offset: number): number {
  return (line.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
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

/** Columns of a text; a tab counts as the eight that it takes at the most. */
function columns(text: string): number {
  return Array.from(text).reduce((sum, one) => sum + (one === "\t" ? 8 : width(one)), 0);
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
