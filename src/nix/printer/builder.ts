import type { ValuePath } from "../../problems/problem.js";
import {
  flatWidth,
  Gap,
  isHard,
  mergeSpacings,
  textWidth,
  type Document,
  type Group,
  type GroupKind,
  type ItemPlace,
  type PendingMark,
  type Spacing,
  type SpacingDocument,
  type Text,
  type TextKind,
} from "./document.js";

/**
 * Writes a document piece by piece, in normal form: no two spacings in a row, no empty group, no
 * group that starts or ends with a spacing that does not depend on it.
 */
export class DocumentBuilder {
  private documents: Document[] = [];
  private lastText: Text | undefined;
  private opening: PendingMark[] = [];
  /** Columns that spacings lost when they were merged: nixfmt's short interpolations count them. */
  private merged = 0;
  private soft = false;

  /**
   * @param directory of the file that is written, absolute: paths are relative to it
   * @param marks where marks are collected, in the order of the text; undefined for none
   */
  constructor(
    readonly directory: string,
    private readonly marks: PendingMark[] | undefined,
    private level = 0,
    private offset = 0,
  ) {}

  finish(): readonly Document[] {
    return this.documents;
  }

  text(text: string, textKind: TextKind = "plain"): void {
    if (text === "") return;
    const last = this.documents.at(-1);
    const width = textKind === "comment" ? 0 : textWidth(text);
    let target: Text;
    let at = 0;
    if (last?.kind === "text" && last.textKind === textKind) {
      target = last;
      at = last.text.length;
      last.text += text;
      last.width += width;
    } else {
      target = {
        kind: "text",
        level: this.level,
        offset: this.offset,
        textKind,
        text,
        width,
        marks: undefined,
      };
      this.documents.push(target);
    }
    this.lastText = target;
    if (this.opening.length > 0) {
      for (const mark of this.opening) (target.marks ??= []).push({ at, opens: true, mark });
      this.opening = [];
    }
  }

  comment(text: string): void {
    this.text(text, "comment");
  }

  spacing(spacing: Spacing, bracket = false): void {
    this.addSpacing({ kind: "spacing", spacing, ...(bracket ? { bracket } : {}) });
  }

  private addSpacing(added: SpacingDocument): void {
    const last = this.documents.at(-1);
    if (added.spacing === Gap.softLine || added.spacing === Gap.softBreak) this.soft = true;
    if (last?.kind !== "spacing") {
      this.documents.push(added);
      return;
    }
    this.merged += Math.min(flatWidth(last.spacing), flatWidth(added.spacing));
    this.documents[this.documents.length - 1] = {
      kind: "spacing",
      spacing: mergeSpacings(last.spacing, added.spacing),
    };
  }

  /** Whether some line break depends on how much of what follows fits on the line. */
  get dependsOnRoom(): boolean {
    return this.soft;
  }

  /** Everything written by `fill` is flat together or broken together. */
  group(fill: () => void, groupKind: GroupKind = "regular"): void {
    const outer = this.documents;
    const content: Document[] = [];
    this.documents = content;
    fill();
    this.documents = outer;
    this.append(content, groupKind);
  }

  /** Lines that `fill` starts are indented one level more. */
  nest(fill: () => void): void {
    this.level++;
    fill();
    this.level--;
  }

  /** Lines that `fill` starts get `columns` spaces more, whatever their nesting. */
  shift(columns: number, fill: () => void): void {
    this.offset += columns;
    fill();
    this.offset -= columns;
  }

  /** An item of an expanded set or list: `render` is called when layout gets there. */
  item(render: (place: ItemPlace) => void): void {
    const { level, offset, directory } = this;
    this.documents.push({
      kind: "item",
      level,
      offset,
      render: (layout, atLevel, atOffset) => {
        render({ layout, level: atLevel, offset: atOffset, directory });
      },
    });
  }

  /** What `fill` writes, without adding it, and how many columns it lost by merging spacings. */
  capture(fill: () => void): { content: Document[]; merged: number } {
    const outer = this.documents;
    const content: Document[] = [];
    const merged = this.merged;
    this.documents = content;
    fill();
    this.documents = outer;
    return { content, merged: this.merged - merged };
  }

  /** Adds what `capture` gave. */
  add(documents: readonly Document[]): void {
    for (const one of documents) {
      if (one.kind === "spacing") this.addSpacing(one);
      else if (one.kind === "group") this.append([...one.content], one.groupKind);
      else this.push(one);
    }
  }

  /** Marks the text that `fill` writes as coming from a value. */
  marked(path: ValuePath | undefined, fill: () => void): void {
    if (path === undefined || this.marks === undefined) {
      fill();
      return;
    }
    const mark = this.openMark(path);
    fill();
    this.closeMark(mark);
  }

  /** Opens a mark before the next text, for places that `marked` cannot be wrapped around. */
  openMark(path: ValuePath): PendingMark {
    const mark: PendingMark = { path, start: undefined, end: undefined };
    this.marks?.push(mark);
    this.opening.push(mark);
    return mark;
  }

  /** Closes a mark after the last text. */
  closeMark(mark: PendingMark): void {
    const last = this.lastText;
    if (last !== undefined) {
      (last.marks ??= []).push({ at: last.text.length, opens: false, mark });
    }
  }

  private push(document: Text | Exclude<Document, { kind: "spacing" }>): void {
    const last = this.documents.at(-1);
    if (document.kind === "text" && last?.kind === "text" && last.textKind === document.textKind) {
      const shiftBy = last.text.length;
      last.text += document.text;
      last.width += document.width;
      for (const one of document.marks ?? []) {
        (last.marks ??= []).push({ ...one, at: one.at + shiftBy });
      }
      if (this.lastText === document) this.lastText = last;
      return;
    }
    this.documents.push(document);
  }

  private append(content: Document[], groupKind: GroupKind): void {
    const lost = this.endsWithSpace() ? mergeIntoStart(content) : undefined;
    if (lost !== undefined) {
      this.documents.pop();
      this.merged += lost;
    }
    let start = 0;
    while (start < content.length && floatsOut(content[start])) start++;
    let end = content.length;
    while (end > start && isHardSpacing(content[end - 1])) end--;
    this.add(content.slice(0, start));
    const body = content.slice(start, end);
    const [only] = body;
    if (body.length === 1 && only?.kind === "group" && only.groupKind === groupKind) {
      this.documents.push(only);
    } else if (body.length > 0) {
      this.documents.push({ kind: "group", groupKind, content: body });
    }
    for (const one of content.slice(end)) if (one.kind === "spacing") this.addSpacing(one);
  }

  private endsWithSpace(): boolean {
    const last = this.documents.at(-1);
    return last?.kind === "spacing" && last.spacing === Gap.space;
  }
}

function isHardSpacing(document: Document | undefined): boolean {
  return document?.kind === "spacing" && isHard(document.spacing);
}

/** Comments and fixed spacings at the start of a group have no say in how the group is laid out. */
function floatsOut(document: Document | undefined): boolean {
  return isHardSpacing(document) || (document?.kind === "text" && document.textKind === "comment");
}

/**
 * A space before a group that starts with a spacing becomes part of that spacing.
 * @returns the columns lost, or undefined when the group starts with something else
 */
function mergeIntoStart(content: Document[]): number | undefined {
  const [first] = content;
  if (first?.kind === "spacing") {
    content[0] = { kind: "spacing", spacing: mergeSpacings(Gap.space, first.spacing) };
    return Math.min(flatWidth(Gap.space), flatWidth(first.spacing));
  }
  if (first?.kind === "group") {
    const inner = [...first.content];
    const lost = mergeIntoStart(inner);
    if (lost === undefined) return undefined;
    const merged: Group = { kind: "group", groupKind: first.groupKind, content: inner };
    content[0] = merged;
    return lost;
  }
  return undefined;
}
