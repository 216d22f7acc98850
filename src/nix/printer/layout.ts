import type { Position, ValuePath } from "../../problems/problem.js";
import {
  flatWidth,
  Gap,
  mergeSpacings,
  textWidth,
  type Document,
  type Group,
  type ItemLayout,
  type PendingMark,
  type Spacing,
  type Text,
} from "./document.js";
import { priorityChoices, type PriorityChoice } from "./priority.js";

/** What comes after a document: looked at to see how much of its line is taken already. */
interface Rest {
  readonly documents: readonly Document[];
  readonly index: number;
  readonly next: Rest | undefined;
}

/** Indentation by nesting level, innermost first. */
interface Indents {
  readonly indent: number;
  readonly level: number;
  readonly outer: Indents | undefined;
}

const indentWidth = 2;

/**
 * Lays a document out: each group flat where it fits into `width` columns (the indentation does
 * not count), else broken. Linear in the size of the document but for groups that are tried twice.
 */
export class Layout implements ItemLayout {
  /** In the order in which they were written, mostly. */
  readonly marks: PendingMark[] = [];
  private output = "";
  private line = 1;
  private lineStart = 0;
  /** Columns used on this line without its indentation; 0 also means no text is on it yet. */
  private column = 0;
  private indents: Indents = { indent: 0, level: 0, outer: undefined };

  constructor(private readonly width: number) {}

  /** Appends lines that need no layout. */
  writeLines(lines: readonly string[]): void {
    for (const line of lines) {
      this.output += line;
      this.newLines(1);
    }
  }

  /** @returns the text so far, ending in exactly one line break */
  finish(): string {
    return this.column === 0 ? this.output : `${this.output}\n`;
  }

  newLine(): void {
    this.newLines(1);
  }

  open(path: ValuePath): PendingMark {
    const mark: PendingMark = { path, start: this.positionAfter(""), end: undefined };
    this.marks.push(mark);
    return mark;
  }

  close(mark: PendingMark): void {
    mark.end = this.positionAfter("");
  }

  render(documents: readonly Document[]): void {
    this.renderBroken(documents, undefined);
  }

  private renderBroken(documents: readonly Document[], next: Rest | undefined): void {
    for (let index = 0; index < documents.length; index++) {
      const one = documents[index];
      if (one === undefined) continue;
      switch (one.kind) {
        case "text":
          this.put(one);
          break;
        case "spacing":
          this.breakAt(one.spacing, documents, index + 1, next);
          break;
        case "item":
          one.render(this, one.level, one.offset);
          break;
        case "group":
          this.renderGroup(one, { documents, index: index + 1, next });
          break;
      }
    }
  }

  private breakAt(
    spacing: Spacing,
    documents: readonly Document[],
    index: number,
    next: Rest | undefined,
  ): void {
    // At the start of a line there is nothing to break or to set apart.
    if (this.column === 0) return;
    switch (spacing) {
      case Gap.space:
        this.output += " ";
        this.column++;
        return;
      case Gap.softBreak:
      case Gap.softLine: {
        const gap = spacing === Gap.softLine ? 1 : 0;
        const room = this.width - this.column - gap;
        if (!firstLineFits({ documents, index, next }, room, this.width)) {
          this.newLines(1);
        } else if (gap === 1) {
          this.output += " ";
          this.column++;
        }
        return;
      }
      case Gap.emptyLine:
        this.newLines(2);
        return;
      default:
        this.newLines(spacing >= Gap.newlines ? spacing - Gap.newlines + 1 : 1);
    }
  }

  private renderGroup(group: Group, rest: Rest): void {
    if (this.tryFlat(group.content, rest)) return;
    if (group.groupKind !== "transparent") {
      const choices = priorityChoices(group.content);
      for (let index = choices.length - 1; index >= 0; index--) {
        const choice = choices[index];
        if (choice !== undefined && this.tryPriority(choice, rest)) return;
      }
    }
    this.renderBroken(group.content, rest);
  }

  /** Breaks one priority group if everything before and after it then fits on its lines. */
  private tryPriority(choice: PriorityChoice, rest: Rest): boolean {
    // What comes after fits nowhere: found out first, since the group may hold choices of its own.
    if (!fits(withoutLeadingSpacing(choice.after), this.width - firstLineWidth(rest))) return false;
    const { output, line, lineStart, column, indents } = this;
    const marks = this.marks.length;
    const after: Rest = { documents: choice.after, index: 0, next: rest };
    const group: Rest = { documents: choice.group, index: 0, next: after };
    if (this.tryFlat(choice.before, group)) {
      const flatAfter: Rest = { documents: choice.flatAfter, index: 0, next: rest };
      this.renderBroken(choice.group, flatAfter);
      if (this.tryFlat(choice.after, rest)) return true;
    }
    Object.assign(this, { output, line, lineStart, column, indents });
    this.marks.length = marks;
    return false;
  }

  private tryFlat(documents: readonly Document[], rest: Rest): boolean {
    if (documents.length === 0) return true;
    const flat = this.column === 0 ? withoutLeadingSpacing(documents) : documents;
    if (!fits(flat, this.width - this.column - firstLineWidth(rest))) return false;
    if (this.column === 0) {
      const first = firstText(flat);
      if (first !== undefined) this.startLine(first.level, first.offset);
    }
    this.putFlat(flat, undefined);
    return true;
  }

  private putFlat(
    documents: readonly Document[],
    before: Spacing | undefined,
  ): Spacing | undefined {
    let pending = before;
    for (const one of documents) {
      if (one.kind === "spacing") {
        pending = pending === undefined ? one.spacing : mergeSpacings(pending, one.spacing);
      } else if (one.kind === "group") {
        pending = this.putFlat(one.content, pending);
      } else if (one.kind === "text") {
        if (one.textKind === "trailing") continue;
        if (pending !== undefined) this.write(flatSpacing(pending));
        pending = undefined;
        this.putHere(one);
      }
    }
    if (before === undefined && pending !== undefined) {
      this.write(flatSpacing(pending));
      return undefined;
    }
    return pending;
  }

  write(text: string): void {
    this.output += text;
    this.column += text.length;
  }

  private put(text: Text): void {
    if (text.textKind === "raw") {
      this.putRaw(text);
      return;
    }
    this.startLine(text.level, text.offset);
    this.putHere(text);
  }

  /** Settles the indentation for a text; writes it when the text is the first of its line. */
  startLine(level: number, offset: number): void {
    while (level < this.indents.level && this.indents.outer !== undefined) {
      this.indents = this.indents.outer;
    }
    if (level > this.indents.level) {
      // Nesting that starts in the middle of a line is swallowed: only lines are indented.
      const indent = this.indents.indent + (this.column === 0 ? indentWidth : 0);
      this.indents = { indent, level, outer: this.indents };
    }
    if (this.column === 0) this.output += " ".repeat(this.indents.indent + offset);
  }

  private putHere(text: Text): void {
    if (text.marks !== undefined) this.place(text);
    this.output += text.text;
    this.column += text.textKind === "comment" ? text.text.length : text.width;
  }

  private putRaw(text: Text): void {
    this.startLine(text.level, text.offset);
    if (text.marks !== undefined) this.place(text);
    const lines = text.text.split("\n");
    for (const [index, line] of lines.entries()) {
      if (index > 0) this.newLines(1);
      this.output += line;
      this.column += Math.max(1, line.length);
    }
  }

  private place(text: Text): void {
    for (const { at, opens, mark } of text.marks ?? []) {
      const position = this.positionAfter(text.text.slice(0, at));
      if (opens) mark.start = position;
      else mark.end = position;
    }
  }

  private positionAfter(text: string): Position {
    const lastBreak = text.lastIndexOf("\n");
    if (lastBreak === -1) {
      return { line: this.line, column: this.output.length - this.lineStart + text.length + 1 };
    }
    return {
      line: this.line + text.split("\n").length - 1,
      column: text.length - lastBreak,
    };
  }

  private newLines(count: number): void {
    this.output += count === 1 ? "\n" : "\n".repeat(count);
    this.line += count;
    this.lineStart = this.output.length;
    this.column = 0;
  }
}

function flatSpacing(spacing: Spacing): string {
  return flatWidth(spacing) === 0 ? "" : " ";
}

function withoutLeadingSpacing(documents: readonly Document[]): readonly Document[] {
  const [first] = documents;
  if (first?.kind === "spacing") return documents.slice(1);
  if (first?.kind === "group" && first.content[0]?.kind === "spacing") {
    return [{ ...first, content: first.content.slice(1) }, ...documents.slice(1)];
  }
  return documents;
}

function firstText(documents: readonly Document[]): { level: number; offset: number } | undefined {
  for (const one of documents) {
    if (one.kind === "text" || one.kind === "item") return one;
    if (one.kind === "group") {
      const found = firstText(one.content);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Whether documents fit, flat, into `room` columns. */
function fits(documents: readonly Document[], room: number): boolean {
  return flatRoom(documents, room) >= 0;
}

const unfit = -1;

/** The room left after documents laid out flat, or less than 0; `trailing` texts count if it says so. */
export function flatRoom(documents: readonly Document[], room: number, trailing = false): number {
  let left = room;
  let previous: Spacing | undefined;
  const walk = (list: readonly Document[]): boolean => {
    for (const one of list) {
      if (one.kind === "text") {
        previous = undefined;
        if (one.textKind === "raw" && one.text.includes("\n")) return false;
        if (trailing || one.textKind !== "trailing") left -= one.width;
      } else if (one.kind === "spacing") {
        if (one.spacing >= Gap.hardLine) return false;
        const merged = previous === undefined ? one.spacing : mergeSpacings(previous, one.spacing);
        left -= flatWidth(merged);
        if (previous !== undefined) left += flatWidth(previous);
        previous = merged;
      } else if (one.kind === "item" || !walk(one.content)) {
        return false;
      }
      if (left < 0) return false;
    }
    return true;
  };
  return left >= 0 && walk(documents) ? left : unfit;
}

/** The width up to the first possible line break. */
function firstLineWidth(rest: Rest): number {
  let width = 0;
  const walk = (documents: readonly Document[], from: number): boolean => {
    for (let index = from; index < documents.length; index++) {
      const one = documents[index];
      if (one === undefined) continue;
      if (one.kind === "text") width += one.width;
      else if (one.kind === "group") {
        if (!walk(one.content, 0)) return false;
      } else if (one.kind === "spacing" && one.spacing === Gap.space) {
        const after = followingSpacing(documents, index + 1);
        if (after !== undefined) return false;
        width++;
      } else {
        return false;
      }
    }
    return true;
  };
  for (let at: Rest | undefined = rest; at !== undefined; at = at.next) {
    if (!walk(at.documents, at.index)) break;
  }
  return width;
}

/** A spacing that directly follows, maybe at the start of a group. */
function followingSpacing(documents: readonly Document[], index: number): Spacing | undefined {
  const one = documents[index];
  if (one?.kind === "spacing") return one.spacing;
  return one?.kind === "group" ? followingSpacing(one.content, 0) : undefined;
}

/**
 * Whether what follows fits up to its first line break: at most `target` columns, where groups on
 * the way stay flat if they can.
 */
function firstLineFits(rest: Rest, target: number, width: number): boolean {
  let room = width;
  /** Comments have no width, but to nixfmt one that ends a group is part of its text. */
  let afterGroup = false;
  let at: Rest | undefined = rest;
  while (at !== undefined) {
    if (room < 0) return false;
    const one = at.documents[at.index];
    if (one === undefined) {
      at = at.next;
      continue;
    }
    const after: Rest = { documents: at.documents, index: at.index + 1, next: at.next };
    if (one.kind === "text") {
      if (one.textKind === "plain" || one.textKind === "raw") room -= one.width;
      else if (one.textKind === "comment" && afterGroup) room -= textWidth(one.text);
      afterGroup = false;
      at = after;
    } else if (one.kind === "spacing" && one.spacing === Gap.space) {
      room--;
      at = after;
    } else if (one.kind === "group") {
      const left = flatRoom(one.content, room - firstLineWidth(after));
      if (left >= 0) {
        room = left + firstLineWidth(after);
        afterGroup = true;
        at = after;
      } else {
        at = { documents: one.content, index: 0, next: after };
      }
    } else {
      break;
    }
  }
  return room >= 0 && width - room <= target;
}
