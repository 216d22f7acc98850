import { isUserCode } from "./user-code.js";
import type { ValuePath } from "../problems/problem.js";

/** Throws the problem of a read; `callee` is what the code called. */
type Refuse = (callee: (...given: never[]) => unknown) => never;

/** What functions have, and may be called for. */
const calls: ReadonlySet<PropertyKey> = new Set(["apply", "bind", "call", "then", "toJSON"]);

/**
 * A module whose values are not known to TypeScript: a function, `lib.mkForce(…)`, a template. It can be
 * passed on as a whole, and what a container's code asks it for is a problem there.
 */
export function closedView<Value extends object>(value: Value, refuse: Refuse): Value {
  return new Proxy(value, {
    get: function getValue(target, key): unknown {
      if (typeof key === "string" && !calls.has(key) && isUserCode()) refuse(getValue);
      return Reflect.get(target, key);
    },
    has: function has(target, key) {
      if (typeof key === "string" && isUserCode()) refuse(has);
      return Reflect.has(target, key);
    },
    ownKeys: function list(target) {
      if (isUserCode()) refuse(list);
      return Reflect.ownKeys(target);
    },
  });
}

/** Whether a whole module stands at a path from a container's name. */
export function isModuleAt([, first, ...rest]: ValuePath): boolean {
  return first === "config" && rest.every((step) => typeof step === "number" || step === "imports");
}
