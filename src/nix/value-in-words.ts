import { describeValue } from "./describe-value.js";
import { isNixExpression } from "./value.js";

/** What a value is, for a message about a place that cannot hold it: "the number 3". */
export function valueInWords(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "boolean") return `\`${String(value)}\``;
  if (typeof value === "number" || typeof value === "bigint") return `the number ${String(value)}`;
  if (isNixExpression(value)) return "a Nix expression";
  if (typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) {
    return "an object";
  }
  return describeValue(value).what;
}
