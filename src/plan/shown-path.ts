import type { Origins } from "../load/origins/origins.js";
import { readProperty } from "../nix/property.js";
import { isNixExpression } from "../nix/value.js";
import type { ValuePath } from "../problems/problem.js";

/**
 * A path as people read it: the options on it, without the way through `lib.mkIf(…)` and other calls.
 * @param root what the path starts from
 */
export function shownPath(root: unknown, path: ValuePath, origins: Origins | undefined): ValuePath {
  const shown: (string | number)[] = [];
  let current = root;
  // Steps that lead through a call, not to an option.
  let hidden = 0;
  for (const step of path) {
    const value = origins?.through(current) ?? current;
    if (hidden > 0) hidden -= 1;
    else if (isExpression(value)) hidden = isMerge(value, step) ? 1 : 0;
    else shown.push(step);
    current = inside(origins === undefined ? value : origins.into(value), step);
  }
  return shown;
}

/** `isNixExpression` of what may be a proxy that refuses to say what it is. */
function isExpression(value: unknown): boolean {
  try {
    return isNixExpression(value);
  } catch {
    return false;
  }
}

/** Whether an item of the list of `lib.mkMerge([…])` follows. */
function isMerge(value: unknown, step: string | number): boolean {
  const property = readProperty(value);
  return property?.name === "mkMerge" && property.step === step && Array.isArray(property.content);
}

function inside(value: unknown, step: string | number): unknown {
  try {
    return typeof value === "object" && value !== null ? Reflect.get(value, step) : undefined;
  } catch {
    return undefined;
  }
}
