import type { ValuePath } from "../../problems/problem.js";
import {
  flatWidth,
  Gap,
  mergeSpacings,
  type Document,
  type Group,
  type ItemLayout,
  type PendingMark,
  type Spacing,
  type SpacingDocument,
  type Text,
} from "./document.js";
import { Lines } from "./lines.js";
import {
  firstLineFits,
  firstLineWidth,
  fits,
  withoutLeadingSpacing,
  type Rest,
} from "./measure.js";
import { priorityChoices, type PriorityChoice } from "./priority.js";

/** How often documents are laid out again, at most; twice is all that was ever needed. */
const mostRounds = 4;

/**
 * Lays a document out: each group flat where it fits into `width` columns (the indentation does
 * not count), else broken. Linear in the size of the document but for groups that are tried twice.
 */
export class Layout extends Lines implements ItemLayout {
  /** Brackets that were broken and did not have to be. */
  private broken: SpacingDocument[] = [];

  /** @param marks where marks go, in the order in which they are written, mostly; undefined for none */
  constructor(
    private readonly width: number,
    readonly marks: PendingMark[] | undefined,
  ) {
    super();
  }

  /** Appends lines that need no layout. */
  writeLines(lines: readonly string[]): void {
    for (const line of lines) {
      this.write(line);
      this.newLines(1);
    }
  }

  open(path: ValuePath | undefined): PendingMark | undefined {
    if (path === undefined || this.marks === undefined) return undefined;
    const mark: PendingMark = { path, start: this.positionAfter(""), end: undefined };
    this.marks.push(mark);
    return mark;
  }

  close(mark: PendingMark | undefined): void {
    if (mark !== undefined) mark.end = this.positionAfter("");
  }

  /**
   * Lays documents out as nixfmt will when it reads them again: brackets that it finds on different
   * lines it leaves there, which moves the line breaks that depend on how much fits on a line.
   * `again`: whether there are any such.
   */
  render(documents: readonly Document[], again = true): void {
    const outer = this.broken;
    const state = this.save();
    const marks = this.marks?.length ?? 0;
    for (let round = 1; ; round++) {
      this.broken = [];
      this.renderBroken(documents, undefined);
      if (!again || this.broken.length === 0 || round === mostRounds) break;
      for (const one of this.broken) one.spacing = Gap.hardLine;
      this.restore(state);
      if (this.marks !== undefined) this.marks.length = marks;
    }
    this.broken = outer;
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
          if (one.bracket === true && one.spacing === Gap.line) this.broken.push(one);
          this.breakAt(one.spacing, { documents, index: index + 1, next });
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

  private breakAt(spacing: Spacing, rest: Rest): void {
    if (spacing === Gap.emptyLine) {
      this.emptyLine();
      return;
    }
    // At the start of a line there is nothing to break or to set apart.
    if (this.column === 0) return;
    switch (spacing) {
      case Gap.space:
        this.write(" ");
        return;
      case Gap.softBreak:
      case Gap.softLine: {
        const gap = spacing === Gap.softLine ? " " : "";
        const room = this.width - this.column - gap.length;
        if (firstLineFits(rest, room, this.width)) this.write(gap);
        else this.newLines(1);
        return;
      }
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
    const state = this.save();
    const marks = this.marks?.length ?? 0;
    const broken = this.broken.length;
    const after: Rest = { documents: choice.after, index: 0, next: rest };
    const group: Rest = { documents: choice.group, index: 0, next: after };
    if (this.tryFlat(choice.before, group)) {
      const flatAfter: Rest = { documents: choice.flatAfter, index: 0, next: rest };
      this.renderBroken(choice.group, flatAfter);
      if (this.tryFlat(choice.after, rest)) return true;
    }
    this.restore(state);
    if (this.marks !== undefined) this.marks.length = marks;
    this.broken.length = broken;
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

  private put(text: Text): void {
    this.startLine(text.level, text.offset);
    if (text.textKind === "raw") this.putRaw(text);
    else this.putHere(text);
  }

  private putHere(text: Text): void {
    this.place(text);
    this.write(text.text, text.textKind === "comment" ? text.text.length : text.width);
  }

  private putRaw(text: Text): void {
    this.place(text);
    for (const [index, line] of text.text.split("\n").entries()) {
      if (index > 0) this.newLines(1);
      this.write(line, Math.max(1, line.length));
    }
  }

  private place(text: Text): void {
    for (const { at, opens, mark } of text.marks ?? []) {
      const position = this.positionAfter(text.text.slice(0, at));
      if (opens) mark.start = position;
      else mark.end = position;
    }
  }
}

function flatSpacing(spacing: Spacing): string {
  return flatWidth(spacing) === 0 ? "" : " ";
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
