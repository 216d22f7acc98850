import { escapeQuoted, indentedLines } from "../string-text.js";
import type { AttributeBinding, Binding, Expression, Trivia } from "../syntax.js";
import { isSetApart } from "./comments.js";
import type { ItemPlace } from "./document.js";
import { pathExpression } from "./files.js";
import { renderBinding, renderListItem } from "./items.js";
import { floatText } from "./numbers.js";
import { isPlainPath, longPath } from "./simple.js";

/*
 * Most of a generated file is plain data, whose layout is known without trying: this writes it
 * straight to the lines. It must give what the documents of the same syntax would; where that is
 * not certain, it writes nothing and says so.
 */

/** Longer lines are left to the layout of documents. */
const safeWidth = 80;

/** Writes a binding if its value is plain data. */
export function writeBinding(place: ItemPlace, binding: Binding): boolean {
  if (binding.kind !== "binding" || binding.trivia !== undefined) return false;
  if (binding.value.trivia !== undefined) return false;
  const { path } = binding;
  if (path.length > longPath || !isPlainPath(path)) return false;
  return writeAttribute(place, binding, path.join("."));
}

function writeAttribute(place: ItemPlace, { value }: AttributeBinding, name: string): boolean {
  const scalar = scalarText(value, place.directory);
  if (scalar !== undefined) {
    if (name.length + scalar.length > safeWidth) return false;
    startLine(place);
    place.layout.write(`${name} = `);
    writeMarked(place, value, scalar);
    place.layout.write(";");
    return true;
  }
  if (value.kind === "attribute-set") {
    const [first] = value.bindings;
    const loneInherit = value.bindings.length === 1 && first?.kind === "inherit";
    if (first === undefined || value.closing !== undefined || loneInherit) return false;
    const open = value.recursive ? "rec {" : "{";
    writeBlock(place, value, [`${name} = `, open, "}"], value.bindings, renderBinding);
    return true;
  }
  if (value.kind !== "list" || value.items.length < 2 || value.closing !== undefined) return false;
  writeBlock(place, value, [`${name} = `, "[", "]"], value.items, renderListItem);
  return true;
}

/** Writes an item of a list if it is one word. */
export function writeListItem(place: ItemPlace, item: Expression): boolean {
  if (item.trivia !== undefined) return false;
  const scalar = scalarText(item, place.directory);
  if (scalar === undefined) return false;
  startLine(place);
  writeMarked(place, item, scalar);
  return true;
}

function startLine({ layout, level, offset }: ItemPlace): void {
  layout.startLine(level, offset);
}

function writeBlock<Item extends { readonly trivia?: Trivia }>(
  place: ItemPlace,
  { mark: path }: Expression,
  [before, open, close]: readonly [string, string, string],
  items: readonly Item[],
  render: (place: ItemPlace, item: Item) => void,
): void {
  const { layout } = place;
  startLine(place);
  layout.write(before);
  const mark = path === undefined ? undefined : layout.open(path);
  layout.write(open);
  const inner: ItemPlace = { ...place, level: place.level + 1 };
  for (const item of items) {
    if (isSetApart(item.trivia)) layout.emptyLine();
    else layout.newLine();
    render(inner, item);
  }
  layout.newLine();
  startLine(place);
  layout.write(close);
  if (mark !== undefined) layout.close(mark);
  layout.write(";");
}

function writeMarked({ layout }: ItemPlace, { mark: path }: Expression, text: string): void {
  const mark = path === undefined ? undefined : layout.open(path);
  layout.write(text);
  if (mark !== undefined) layout.close(mark);
}

/** The text of what is never broken. */
function scalarText(value: Expression, directory: string): string | undefined {
  if (value.kind === "identifier") return value.name;
  if (value.kind === "string") {
    const [text = "", ...more] = value.parts;
    if (typeof text !== "string" || more.length > 0) return undefined;
    return indentedLines(value) === undefined ? `"${escapeQuoted(text)}"` : undefined;
  }
  if (value.kind === "integer") return String(value.value);
  if (value.kind === "float") return floatText(value.value);
  if (value.kind !== "file") return undefined;
  const path = pathExpression(value, directory);
  return path.kind === "path" && typeof path.parts[0] === "string" ? path.parts[0] : undefined;
}
