import { messageOf } from "../load/thrown.js";
import { readProperty } from "../nix/property.js";
import { isNixExpression } from "../nix/value.js";
import type { Problem, ValuePath } from "../problems/problem.js";

/** The same bound as that of the conversion to Nix; what is deeper is refused there. */
const deepest = 200;

/**
 * What cannot be read in a value: getters and proxies that throw. To be asked when reading the
 * value failed; each thing that throws is a problem of its own.
 */
export function unreadable(value: unknown, path: ValuePath): Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<unknown>();
  const attempt = (at: ValuePath, read: () => void): void => {
    try {
      read();
    } catch (error) {
      problems.push({
        code: "NP307",
        severity: "error",
        message: `reading this failed: ${messageOf(error)}`,
        path: at,
      });
    }
  };
  const visit = (inner: unknown, at: ValuePath): void => {
    const property = readProperty(inner);
    if (property !== undefined && at.length <= path.length + deepest) {
      visit(property.content, [...at, property.step]);
    }
    if (typeof inner !== "object" || inner === null) return;
    if (seen.has(inner) || at.length > path.length + deepest) return;
    seen.add(inner);
    attempt(at, () => {
      if (isNixExpression(inner)) return;
      // Everything that is asked of an object later on.
      Object.getPrototypeOf(inner);
      const isList = Array.isArray(inner);
      for (const key of Object.keys(inner)) {
        const step = isList ? Number(key) : key;
        attempt([...at, step], () => {
          visit((inner as Readonly<Record<string, unknown>>)[key], [...at, step]);
        });
      }
    });
  };
  visit(value, path);
  return problems;
}
