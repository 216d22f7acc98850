import type { Position, ValuePath } from "../../problems/problem.js";

/**
 * What may stand between two texts, weakest first: when two meet, mostly the stronger one stays.
 * From `newlines` on it is a number of line breaks, as needed inside ''…'' strings.
 */
export const Gap = {
  /** Nothing, or a line break where the rest of the line would not fit. */
  softBreak: 0,
  /** Nothing in a flat group, a line break in a broken one. */
  break: 1,
  /** Always a space. */
  space: 2,
  /** A space, or a line break where the rest of the line would not fit. */
  softLine: 3,
  /** A space in a flat group, a line break in a broken one. */
  line: 4,
  /** Always a line break. */
  hardLine: 5,
  emptyLine: 6,
  newlines: 7,
} as const;

/** A `Gap`, or `Gap.newlines + n - 1` for n line breaks. */
export type Spacing = number;

/**
 * `regular`: flat when it fits, else every line of it breaks.
 * `priority`: broken before its parent group is, when what is around it then fits.
 * `transparent`: its priority groups count as its parent's.
 */
export type GroupKind = "regular" | "priority" | "transparent";

/** `comment`: has no width. `trailing`: printed in broken groups only. `raw`: never indented. */
export type TextKind = "plain" | "comment" | "trailing" | "raw";

/** A mark whose ends are filled in while the document is laid out. */
export interface PendingMark {
  readonly path: ValuePath;
  start: Position | undefined;
  end: Position | undefined;
}

export interface TextMark {
  /** Index into the text. */
  readonly at: number;
  readonly opens: boolean;
  readonly mark: PendingMark;
}

export interface Text {
  readonly kind: "text";
  /** How deeply it is nested; layout turns nesting into indentation. */
  readonly level: number;
  /** Spaces on top of the indentation, when it is the first of its line. */
  readonly offset: number;
  readonly textKind: TextKind;
  text: string;
  width: number;
  marks: TextMark[] | undefined;
}

export interface SpacingDocument {
  readonly kind: "spacing";
  /** Layout makes a broken one in brackets a `hardLine`. */
  spacing: Spacing;
  /** Whether it is inside of brackets that nixfmt leaves on the lines it finds them on. */
  readonly bracket?: boolean;
}

export interface Group {
  readonly kind: "group";
  readonly groupKind: GroupKind;
  readonly content: readonly Document[];
}

/** What an item can do to be laid out. */
export interface ItemLayout {
  /** Starts a line, or goes on with it, at a level of nesting. */
  startLine(level: number, offset: number): void;
  /** Appends to the current line. */
  write(text: string): void;
  /** Ends the current line, unless nothing is on it. */
  newLine(): void;
  /** The same, with an empty line after it. */
  emptyLine(): void;
  /** Ends the current line, whatever is on it, and `count - 1` empty ones. */
  newLines(count: number): void;
  render(documents: readonly Document[], again?: boolean): void;
  /** Where marks of documents that are rendered go; undefined where nobody asks for any. */
  readonly marks: PendingMark[] | undefined;
  /** Opens a mark at the end of what is written. */
  open(path: ValuePath | undefined): PendingMark | undefined;
  close(mark: PendingMark | undefined): void;
}

/** Where an item is laid out. */
export interface ItemPlace {
  readonly layout: ItemLayout;
  readonly level: number;
  readonly offset: number;
  /** Of the file, for paths. */
  readonly directory: string;
}

/** One of the items of a set or list that is always expanded; stands alone between line breaks. */
export interface Item {
  readonly kind: "item";
  readonly level: number;
  readonly offset: number;
  /** Called when its turn comes, so that no document of a whole file is ever held. */
  readonly render: (layout: ItemLayout, level: number, offset: number) => void;
}

export type Document = Text | SpacingDocument | Group | Item;

/** The same documents, nested one level deeper. */
export function nested(documents: readonly Document[]): Document[] {
  return documents.map((one) => {
    if (one.kind === "spacing") return one;
    if (one.kind === "group") return { ...one, content: nested(one.content) };
    return { ...one, level: one.level + 1 };
  });
}

/** The number of characters a text takes: code points, as nixfmt counts. */
export function textWidth(text: string): number {
  let width = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= 0xd800 && unit < 0xdc00) width--;
  }
  return width;
}

/** What is left when two spacings meet. */
export function mergeSpacings(one: Spacing, other: Spacing): Spacing {
  const weak = Math.min(one, other);
  const strong = Math.max(one, other);
  if (strong >= Gap.newlines) {
    if (weak >= Gap.newlines) return strong + weak - Gap.newlines + 1;
    if (weak === Gap.emptyLine) return strong + 2;
    return weak === Gap.space ? strong : strong + 1;
  }
  if (weak === Gap.break && (strong === Gap.space || strong === Gap.softLine)) return Gap.line;
  if (weak === Gap.softBreak && strong === Gap.space) return Gap.softLine;
  return strong;
}

/** The columns a spacing takes in a flat group. */
export function flatWidth(spacing: Spacing): number {
  return spacing === Gap.break || spacing === Gap.softBreak ? 0 : 1;
}

/** Whether a spacing looks the same in flat and in broken groups. */
export function isHard(spacing: Spacing): boolean {
  return spacing === Gap.space || spacing >= Gap.hardLine;
}
