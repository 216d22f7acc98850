import type { StringPart } from "./syntax.js";

/** Joins texts that follow each other and drops empty ones, as every string of the tree has it. */
export function joinParts(parts: readonly StringPart[]): StringPart[] {
  const joined: StringPart[] = [];
  for (const part of parts) {
    if (part === "") continue;
    const last = joined.at(-1);
    if (typeof part === "string" && typeof last === "string") {
      joined[joined.length - 1] = last + part;
    } else {
      joined.push(part);
    }
  }
  return joined;
}
