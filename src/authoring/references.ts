import {
  isNixExpression,
  type CallSite,
  type ExpressionSource,
  type NixExpression,
  type ReadFrom,
  type ReferenceStep,
} from "../nix/value.js";
import type { Owner } from "../nix/syntax.js";
import { callSite, isCalledByLanguage } from "./call-site.js";
import type { ModuleValue } from "./values.js";
import {
  askedBySymbol,
  callbackMisuse,
  inJson,
  replacementMisuse,
  misused,
  opaqueTraps,
} from "./opaque.js";

/**
 * A reference into Nix, such as `pkgs.curl` or `lib.mkForce`: every attribute of it is a reference
 * again, and calling it applies it to Nix values (`lib.mkForce("web")`, `lib.foo(a, b)` for `lib.foo a b`).
 */
interface Reference extends NixExpression {
  (...given: ModuleValue[]): NixReference;
  readonly [attribute: string]: NixReference;
  // What can be called has these names of Function; here they are attributes like any other.
  readonly apply: NixReference;
  readonly arguments: NixReference;
  readonly bind: NixReference;
  readonly call: NixReference;
  readonly caller: NixReference;
  readonly length: NixReference;
  readonly name: NixReference;
  readonly prototype: NixReference;
}

/** Tells whether its reader's TypeScript takes what an index signature gives for `undefined` too. */
// eslint-disable-next-line @typescript-eslint/no-unused-vars
declare const probe: Readonly<Record<string, true>>;

/**
 * A reference into Nix, such as `pkgs.curl` or `lib.mkForce`; see `Reference`.
 *
 * Under `noUncheckedIndexedAccess` it is `any`: `pkgs.curl` would be possibly undefined there, and
 * no other type can say that an attribute of every name exists.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type NixReference = undefined extends typeof probe.name ? any : Reference;

/**
 * A reference that starts at a variable.
 * @param owner whose argument it is; the module's it is printed in when left out
 */
export function reference(root: string, owner?: Owner): Reference {
  return makeReference({ root, owner }, [], undefined);
}

/** The same reference, as it was read of another container; what starts from it was, too. */
export function readReference(source: ReferenceSource, readFrom: ReadFrom): NixExpression {
  const { root, owner, steps, site } = source;
  return makeReference({ root, owner, readFrom }, steps, site);
}

/** What a reference starts from. */
interface Root {
  readonly root: string;
  readonly owner: Owner | undefined;
  readonly readFrom?: ReadFrom;
}

type ReferenceSource = Extract<ExpressionSource, { readonly kind: "reference" }>;

/** What a promise is just being fulfilled with: it must not take it for a promise again. */
let settling: unknown;

function makeReference(
  start: Root,
  steps: readonly ReferenceStep[],
  site: CallSite | undefined,
): Reference {
  const source = { kind: "reference", ...start, steps, site } as const;
  // An arrow function has no properties that the proxy would have to own up to.
  return new Proxy((): void => undefined, {
    ...opaqueTraps(source),
    get(_target, key, receiver): unknown {
      if (typeof key === "symbol") return askedBySymbol(source, key);
      if (key === "then" && receiver === settling) return undefined;
      return makeReference(start, [...steps, { kind: "select", attribute: key }], site);
    },
    apply: function applied(_target, self: unknown, given: unknown[]): unknown {
      const last = steps.at(-1);
      const called = last?.kind === "select" ? last.attribute : "";
      if (called === "then" && isFulfilling(given)) {
        fulfil(self, given[0]);
        return undefined;
      }
      const caller = callSite(applied);
      if (called === "toJSON" && given.length === 1 && isCalledByLanguage(applied)) {
        throw inJson(withoutLast(source), applied);
      }
      if (isAskedForText(called, given)) throw misused("text", "", withoutLast(source), applied);
      if (isReplacement(given) && isCalledByLanguage(applied)) {
        throw replacementMisuse(source, caller);
      }
      if (isForEachItem(given) && isCalledByLanguage(applied)) {
        throw callbackMisuse(source, caller);
      }
      return makeReference(start, [...steps, { kind: "apply", arguments: given }], caller);
    },
  }) as unknown as Reference;
}

/** A promise that is fulfilled with something that has a `then` calls it with two functions. */
function isFulfilling(given: readonly unknown[]): given is [(value: unknown) => void, unknown] {
  return (
    given.length === 2 && given.every((one) => typeof one === "function" && !isNixExpression(one))
  );
}

/** An attribute may be called `then`, and still its reference can be awaited, and is itself then. */
function fulfil(value: unknown, resolve: (value: unknown) => void): void {
  settling = value;
  try {
    resolve(value);
  } finally {
    settling = undefined;
  }
}

/** `x.toString()` and its kin. */
function isAskedForText(called: string, given: readonly unknown[]): boolean {
  return /^(?:toString|toLocaleString|valueOf)$/.test(called) && given.length === 0;
}

/**
 * What `["a"].map(lib.toUpper)` calls with: the item, its index, and the list; `reduce` gives what
 * it has so far before them, and a map its key.
 */
function isForEachItem(given: readonly unknown[]): boolean {
  const [item, index, list] = given.length === 4 ? given.slice(1) : given;
  if (given.length !== 3 && given.length !== 4) return false;
  if (list instanceof Map || list instanceof Set) return list.has(index);
  return typeof index === "number" && Array.isArray(list) && Object.is(list[index], item);
}

/** What `text.replace("a", reference)` calls with: what was found, where, and the text. */
function isReplacement(given: readonly unknown[]): boolean {
  const [at, text] = given.slice(-2);
  return given.length > 2 && typeof at === "number" && typeof text === "string";
}

function withoutLast(source: ReferenceSource) {
  return { ...source, steps: source.steps.slice(0, -1) };
}
