import type { Expression } from "../../../src/nix/syntax.js";

/** A tree without what does not change its meaning: marks, comments, kinds of strings. */
export function meaning(expression: Expression): unknown {
  return without(expression, ["mark", "trivia", "closing", "style", "asLast"]);
}

/** A tree with its comments. */
export function withComments(expression: Expression): unknown {
  return without(expression, ["mark", "style"]);
}

function without(expression: Expression, keys: readonly string[]): unknown {
  return JSON.parse(
    JSON.stringify(expression, (key, value: unknown) => {
      if (typeof value === "bigint") return String(value);
      return keys.includes(key) ? undefined : value;
    }),
  );
}
