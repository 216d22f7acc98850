import { opaque } from "../../authoring/opaque.js";
import { readReference } from "../../authoring/references.js";
import { nixExpression, isNixExpression, type NixExpression } from "../../nix/value.js";
import type { ValuePath } from "../../problems/problem.js";
import { isPlainObject } from "../plain-object.js";

/** As deep as values in a call or a template are looked into. */
const deepest = 20;

/**
 * An expression of a container's `config` as another container reads it: it keeps where it was read, if
 * what it means depends on the container it is in.
 */
export function readValue(
  value: NixExpression,
  paths: readonly [ValuePath, ...ValuePath[]],
): NixExpression {
  if (!dependsOnContainer(value, 0)) return value;
  const source = value[nixExpression];
  const readFrom = { paths };
  return source.kind === "reference"
    ? readReference(source, readFrom)
    : opaque({ ...source, readFrom });
}

/** Whether `config` or `options` of the container around are in it. */
function dependsOnContainer(value: unknown, depth: number): boolean {
  if (depth > deepest) return false;
  const among = (values: readonly unknown[]): boolean =>
    values.some((one) => dependsOnContainer(one, depth + 1));
  if (!isNixExpression(value)) {
    if (Array.isArray(value)) return among(value);
    return isPlainObject(value) && among(Object.values(value));
  }
  const source = value[nixExpression];
  switch (source.kind) {
    case "reference":
      if (source.owner === undefined && /^(?:config|options)$/.test(source.root)) return true;
      return among(source.steps.flatMap((one) => (one.kind === "apply" ? one.arguments : [])));
    case "fragment":
      return (
        source.strings.raw.some((text) => /\b(?:config|options)\b/.test(text)) ||
        among(source.values)
      );
    case "text":
      return among(source.parts);
    case "file":
    case "syntax":
      return false;
  }
}
