import type { Binding, Expression } from "../syntax.js";
import { printBinding } from "./bindings.js";
import { DocumentBuilder } from "./builder.js";
import { writeBinding, writeListItem } from "./data.js";
import type { ItemPlace } from "./document.js";
import { printItem } from "./terms.js";

/** Lays out a binding of an expanded set, alone on its lines. */
export function renderBinding(place: ItemPlace, binding: Binding): void {
  if (writeBinding(place, binding)) return;
  render(place, (out) => {
    printBinding(out, binding);
  });
}

/** Lays out an item of an expanded list, alone on its lines. */
export function renderListItem(place: ItemPlace, item: Expression): void {
  if (writeListItem(place, item)) return;
  render(place, (out) => {
    printItem(out, item);
  });
}

function render(
  { layout, level, offset, directory }: ItemPlace,
  fill: (out: DocumentBuilder) => void,
): void {
  const builder = new DocumentBuilder(directory, layout.marks, level, offset);
  fill(builder);
  layout.render(builder.finish(), builder.dependsOnRoom);
}
