import { describeValue } from "../../nix/describe-value.js";
import { isNixExpression } from "../../nix/value.js";
import { isPlainObject } from "../plain-object.js";
import { alternatives, type Schema } from "./schema-walk.js";

/** What a value must be, in words: "a port, 0 to 65535". */
export function expectation(schema: Schema): string {
  const words = [...new Set(alternatives(schema).map(inWords))].filter((word) => word !== "null");
  return words.join(" or ");
}

function inWords(schema: Schema): string {
  if (schema.type === "null") return "null";
  if (schema.description !== undefined && schema.type !== "object") return schema.description;
  if (schema.enum !== undefined) {
    return `one of ${schema.enum.map((value) => JSON.stringify(value)).join(", ")}`;
  }
  switch (schema.type) {
    case "boolean":
      return "true or false";
    case "integer":
      return "a whole number, 0 to 4294967295";
    case "array":
      return "a list";
    case "object":
      return "an object";
    case "string":
      return "a string that is not empty";
    case undefined:
    default:
      return "a value";
  }
}

/** A value in few words, as it is shown in a message. */
export function shortly(value: unknown): string {
  if (typeof value === "string") {
    return `\`${JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value)}\``;
  }
  if (value === null || ["number", "boolean", "undefined"].includes(typeof value)) {
    return `\`${String(value)}\``;
  }
  if (typeof value === "bigint") return `\`${value}n\``;
  if (isNixExpression(value)) return "a Nix expression";
  if (Array.isArray(value)) return "a list";
  return isPlainObject(value) ? "an object" : describeValue(value).what;
}
