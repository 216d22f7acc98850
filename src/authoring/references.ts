import {
  nixExpression,
  type CallSite,
  type NixExpression,
  type ReferenceStep,
} from "../nix/value.js";
import type { Owner } from "../nix/syntax.js";
import { callSite } from "./call-site.js";
import type { ModuleValue } from "./values.js";
import { SiteError } from "./site-error.js";

/**
 * A reference into Nix, such as `pkgs.curl` or `lib.mkForce`: every attribute of it is a reference
 * again, and calling it applies it to Nix values (`lib.mkForce("web")`, `lib.foo(a, b)` for `lib.foo a b`).
 */
interface Reference extends NixExpression {
  (...given: ModuleValue[]): NixReference;
  readonly [attribute: string]: NixReference;
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

/** What a reference starts from. */
interface Root {
  readonly root: string;
  readonly owner: Owner | undefined;
}

function makeReference(
  start: Root,
  steps: readonly ReferenceStep[],
  site: CallSite | undefined,
): Reference {
  const target = function apply(): void {
    // Only the proxy's handlers run.
  };
  return new Proxy(target, {
    has: (_target, key) => key === nixExpression,
    get(_target, key): unknown {
      if (key === nixExpression) return { kind: "reference", ...start, steps, site };
      if (typeof key === "string") {
        // A thenable would be awaited as a promise.
        if (key === "then") return undefined;
        if (key === "toString" || key === "valueOf" || key === "toJSON")
          return refuseText(start.root, steps);
        return makeReference(start, [...steps, { kind: "select", attribute: key }], site);
      }
      return key === Symbol.toPrimitive ? refuseText(start.root, steps) : undefined;
    },
    apply: function applied(_target, _self, given: unknown[]) {
      return makeReference(
        start,
        [...steps, { kind: "apply", arguments: given }],
        callSite(applied),
      );
    },
    set: () => false,
    ownKeys: () => ["prototype"],
  }) as unknown as Reference;
}

/** Turned into text, a reference would lose its meaning without a word. */
function refuseText(root: string, steps: readonly ReferenceStep[]): () => never {
  return function toText(): never {
    const name = [root, ...steps.map((one) => (one.kind === "select" ? one.attribute : "…"))].join(
      ".",
    );
    throw new SiteError(
      {
        code: "NP310",
        severity: "error",
        message: `\`${name}\` is a Nix expression and has no text in TypeScript`,
        hint: `write it in a nix template: nix\`"\${${name}}"\``,
      },
      callSite(toText),
    );
  };
}
