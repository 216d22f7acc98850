import {
  flatWidth,
  Gap,
  mergeSpacings,
  textWidth,
  type Document,
  type Group,
  type Spacing,
} from "./document.js";

/** What comes after a document: looked at to see how much of its line is taken already. */
export interface Rest {
  readonly documents: readonly Document[];
  readonly index: number;
  readonly next: Rest | undefined;
}

/** What is laid out at the start of a line, where there is nothing to set apart. */
export function withoutLeadingSpacing(documents: readonly Document[]): readonly Document[] {
  const [first] = documents;
  if (first?.kind === "spacing") return documents.slice(1);
  if (first?.kind === "group" && first.content[0]?.kind === "spacing") {
    return [{ ...first, content: first.content.slice(1) }, ...documents.slice(1)];
  }
  return documents;
}

/** Whether documents fit, flat, into `room` columns. */
export function fits(documents: readonly Document[], room: number): boolean {
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
export function firstLineWidth(rest: Rest): number {
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
export function firstLineFits(rest: Rest, target: number, width: number): boolean {
  let room = width;
  /** Comments have no width, but to nixfmt one after the last word of a group is part of its text. */
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
        room = left + firstLineWidth(after) - commentWidth(one.content);
        afterGroup = !isStringGroup(one);
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

/** Of the comments in it, which nixfmt counts once it knows that a group is flat. */
function commentWidth(documents: readonly Document[]): number {
  let width = 0;
  for (const one of documents) {
    if (one.kind === "group") width += commentWidth(one.content);
    else if (one.kind === "text" && one.textKind === "comment") width += textWidth(one.text);
  }
  return width;
}

/** Whether a group is a string or `${…}`, which are one word to nixfmt. */
function isStringGroup({ content: [first] }: Group): boolean {
  return first?.kind === "text" && /^(?:"|''|\$\{)/.test(first.text);
}
