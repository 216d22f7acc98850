import { escapeHeld, escapeIndented, indentedLines } from "../string-text.js";
import type {
  AttributeSetExpression,
  Binding,
  Expression,
  ListExpression,
  StringExpression,
  Trivia,
} from "../syntax.js";
import { isSetApart } from "./comments.js";
import { pathText, scalarText } from "./data-text.js";
import type { ItemPlace } from "./document.js";
import { renderBinding, renderListItem } from "./items.js";
import { longPath } from "./simple.js";

/*
 * Most of a generated file is plain data, whose layout is known without trying: this writes it
 * straight to the lines. It must give what the documents of the same syntax would; where that is
 * not certain, it writes nothing and says so.
 */

/** Longer lines are left to the layout of documents. */
const safeWidth = 80;

/** What stands around a value: `name = ` and `;` in a set, nothing in a list. */
interface Around {
  readonly before: string;
  readonly after: string;
}

const nothing: Around = { before: "", after: "" };

/** Writes a binding if its value is plain data. */
export function writeBinding(place: ItemPlace, binding: Binding): boolean {
  const plain = plainBinding(binding);
  if (plain === undefined) return false;
  const around = { before: `${plain.name} = `, after: ";" };
  const scalar = scalarText(plain.value, place.directory);
  if (scalar === undefined) return writeStructure(place, plain.value, around);
  if (plain.name.length + scalar.length > safeWidth) return false;
  writeScalar(place, plain.value, scalar, around);
  return true;
}

/** Writes an item of a list if it is plain data. */
export function writeListItem(place: ItemPlace, item: Expression): boolean {
  if (item.trivia !== undefined) return false;
  const scalar = scalarText(item, place.directory);
  if (scalar !== undefined) {
    writeScalar(place, item, scalar, nothing);
    return true;
  }
  if (item.kind === "attribute-set" && item.bindings.length === 1) {
    return writeLoneBinding(place, item);
  }
  return item.kind !== "list" && writeStructure(place, item, nothing);
}

/** The name and the value of a binding that neither holds comments nor has a name to be broken. */
function plainBinding(
  binding: Binding | undefined,
): { readonly name: string; readonly value: Expression } | undefined {
  if (binding?.kind !== "binding" || binding.trivia !== undefined) return undefined;
  const { path, value } = binding;
  if (value.trivia !== undefined || path.length > longPath) return undefined;
  const name = pathText(path);
  return name === undefined || name.length > safeWidth ? undefined : { name, value };
}

/** Writes what takes several lines. */
function writeStructure(place: ItemPlace, value: Expression, around: Around): boolean {
  if (value.kind === "string") return writeString(place, value, around);
  if (value.kind === "attribute-set") {
    const [first] = value.bindings;
    const loneInherit = value.bindings.length === 1 && first?.kind === "inherit";
    if (first === undefined || value.closing !== undefined || loneInherit) return false;
    writeLines(place, value, around, [openingOf(value), "}"], (inner) => {
      for (const one of value.bindings) {
        startItem(place, one);
        renderBinding(inner, one);
      }
      return false;
    });
    return true;
  }
  if (value.kind !== "list" || value.closing !== undefined) return false;
  if (value.items.length < 2) return writeLoneItem(place, value, around);
  writeLines(place, value, around, ["[", "]"], (inner) => {
    for (const one of value.items) {
      startItem(place, one);
      renderListItem(inner, one);
    }
    return false;
  });
  return true;
}

/** A ''…'' string without interpolations. */
function writeString(place: ItemPlace, value: StringExpression, around: Around): boolean {
  const lines = indentedLines(value);
  if (lines === undefined || value.language !== undefined) return false;
  if (value.parts.some((part) => typeof part !== "string")) return false;
  const { layout } = place;
  const closing = lines.at(-1)?.parts.length === 0 ? lines.pop() : undefined;
  writeLines(place, value, around, ["''", "''"], (inner) => {
    for (const [index, { parts, held }] of lines.entries()) {
      const isLast = closing === undefined && index === lines.length - 1;
      layout.newLines(1);
      if (parts.length > 0) startLine(inner);
      const escape = held ? escapeHeld : escapeIndented;
      layout.write(escape((parts as readonly string[]).join(""), isLast ? "end" : "line break"));
    }
    if (closing === undefined) return true;
    layout.newLines(1);
    return false;
  });
  return true;
}

/** `{ name = value; }` as an item. */
function writeLoneBinding(place: ItemPlace, set: AttributeSetExpression): boolean {
  const [only] = set.bindings;
  const plain = set.closing === undefined ? plainBinding(only) : undefined;
  const text = plain && scalarText(plain.value, place.directory);
  if (plain === undefined || text === undefined) return false;
  if (plain.name.length + text.length > safeWidth) return false;
  const before = `${openingOf(set)} ${plain.name} = `;
  writeOnLine(place, set, nothing, [before, "; }"], [plain.value, text]);
  return true;
}

/** `[ item ]` */
function writeLoneItem(place: ItemPlace, list: ListExpression, around: Around): boolean {
  const [item] = list.items;
  const text = item?.trivia === undefined ? item && scalarText(item, place.directory) : undefined;
  if (item === undefined || text === undefined) return false;
  if (around.before.length + text.length > safeWidth) return false;
  writeOnLine(place, list, around, ["[ ", " ]"], [item, text]);
  return true;
}

function openingOf(set: AttributeSetExpression): string {
  return set.recursive ? "rec {" : "{";
}

function writeScalar(place: ItemPlace, value: Expression, text: string, around: Around): void {
  startLine(place);
  place.layout.write(around.before);
  writeMarked(place, value, text);
  place.layout.write(around.after);
}

/** A value with one word in it. */
function writeOnLine(
  place: ItemPlace,
  value: Expression,
  around: Around,
  [open, close]: readonly [string, string],
  [inner, text]: readonly [Expression, string],
): void {
  const { layout } = place;
  startLine(place);
  layout.write(around.before);
  const mark = layout.open(value.mark);
  layout.write(open);
  writeMarked(place, inner, text);
  layout.write(close);
  layout.close(mark);
  layout.write(around.after);
}

/**
 * A value with lines of its own, one level deeper.
 * @param fill starts and writes each of them; gives true for the end to stand on the last one
 */
function writeLines(
  place: ItemPlace,
  value: Expression,
  around: Around,
  [open, close]: readonly [string, string],
  fill: (inner: ItemPlace) => boolean,
): void {
  const { layout } = place;
  startLine(place);
  layout.write(around.before);
  const mark = layout.open(value.mark);
  layout.write(open);
  if (!fill({ ...place, level: place.level + 1 })) {
    layout.newLine();
    startLine(place);
  }
  layout.write(close);
  layout.close(mark);
  layout.write(around.after);
}

function startItem({ layout }: ItemPlace, { trivia }: { readonly trivia?: Trivia }): void {
  if (isSetApart(trivia)) layout.emptyLine();
  else layout.newLine();
}

function startLine({ layout, level, offset }: ItemPlace): void {
  layout.startLine(level, offset);
}

function writeMarked({ layout }: ItemPlace, { mark: path }: Expression, text: string): void {
  const mark = layout.open(path);
  layout.write(text);
  layout.close(mark);
}
