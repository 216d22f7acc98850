import { peek } from "../../authoring/peek.js";
import { isUserCode } from "../user-code.js";
import type { ValuePath } from "../../problems/problem.js";

/** Throws the problem of a read; `callee` is what the code called. */
type Refuse = (callee: (...given: never[]) => unknown) => never;

/** What functions have, and may be called for. */
const calls: ReadonlySet<PropertyKey> = new Set(["apply", "bind", "call", "then", "toJSON"]);

/**
 * A module whose values are not known to TypeScript: a function, `lib.mkForce(…)`, a template. It can be
 * passed on as a whole, and what a container's code asks it for is a problem there.
 * @param known what can be read all the same
 */
export function closedView<Value extends object>(
  value: Value,
  refuse: Refuse,
  known?: object,
): Value {
  // An expression refuses to be asked what it has, as a proxy of it would at each read.
  const stand = known === undefined ? value : typeof value === "function" ? () => undefined : {};
  return new Proxy(stand, {
    get: function getValue(_target, key): unknown {
      if (known !== undefined && key === peek) return Reflect.get(known, key);
      if (typeof key === "string" && !calls.has(key) && isUserCode()) {
        return known === undefined ? refuse(getValue) : Reflect.get(known, key);
      }
      return Reflect.get(value, key);
    },
    has: function has(_target, key) {
      if (typeof key === "string" && isUserCode()) {
        return known === undefined ? refuse(has) : Reflect.has(known, key);
      }
      return Reflect.has(value, key);
    },
    getPrototypeOf: () => Reflect.getPrototypeOf(value),
    ownKeys: function list() {
      if (isUserCode()) refuse(list);
      return Reflect.ownKeys(value);
    },
  }) as Value;
}

/** Whether a whole module stands at a path from a container's name. */
export function isModuleAt([, first, ...rest]: ValuePath): boolean {
  return first === "config" && rest.every((step) => typeof step === "number" || step === "imports");
}
