import type { ValuePath } from "../problems/problem.js";
import type { Expression, Owner } from "./syntax.js";

/** Marks a Nix expression made in TypeScript; the same symbol in every copy of the package. */
export const nixExpression: unique symbol = Symbol.for("nixpawn.expression") as never;

/** Where user code called into the library, as V8 saw it: a position in the bundled config. */
export interface CallSite {
  /** A file URL or a path. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One step from a reference: `.attribute`, or applied to arguments. */
export type ReferenceStep =
  | { readonly kind: "select"; readonly attribute: string }
  | { readonly kind: "apply"; readonly arguments: readonly unknown[] };

/** Where a value of another container was read. */
export interface ReadFrom {
  /** The ways to it, from that container's name: an object may stand in several places. */
  readonly paths: readonly [ValuePath, ...ValuePath[]];
}

interface Readable {
  /** Of what one container read of another: there, `config` is that one's. */
  readonly readFrom?: ReadFrom | undefined;
}

/** What a Nix expression written in TypeScript consists of. */
export type ExpressionSource = Readable & Source;

type Source =
  | {
      /** A nix`…` template. `strings.raw` is the Nix text between the holes. */
      readonly kind: "fragment";
      readonly strings: TemplateStringsArray;
      readonly values: readonly unknown[];
      readonly site: CallSite | undefined;
    }
  | {
      /** A text`…` template with expressions in it. */
      readonly kind: "text";
      readonly parts: readonly (string | NixExpression)[];
      readonly site: CallSite | undefined;
    }
  | {
      /** `pkgs.a.b`, `lib.f(x)`, `config.a`. `root` is the identifier it starts from. */
      readonly kind: "reference";
      readonly root: string;
      /**
       * Whose argument the root is. Left out for what is imported (`config`, `pkgs`): of the module
       * around the place where it is printed. The root of the host's is `host`, as in TypeScript;
       * its first step names the argument.
       */
      readonly owner?: Owner | undefined;
      readonly steps: readonly ReferenceStep[];
      readonly site: CallSite | undefined;
    }
  | {
      /** `file("./web.nix")`: a path relative to the file that wrote it. */
      readonly kind: "file";
      readonly path: string;
      readonly site: CallSite | undefined;
    }
  | {
      /** Syntax built by nixpawn itself. */
      readonly kind: "syntax";
      readonly expression: Expression;
    };

/** A Nix expression in place of a plain value. */
export interface NixExpression {
  readonly [nixExpression]: ExpressionSource;
}

export type NixPrimitive = string | number | bigint | boolean | null;

/** Anything a config may hold where Nix accepts any value. `undefined` properties are left out. */
export type NixValue = NixPrimitive | NixExpression | readonly NixValue[] | NixAttributes;

/** An attribute set. */
export interface NixAttributes {
  readonly [name: string]: NixValue | undefined;
}

/**
 * Whether a value is a Nix expression: a reference, a nix`…` template, a `file(…)`. What a helper
 * may be given asks this first, before `typeof`, `Array.isArray` or a test for truth; JavaScript
 * knows nothing else of an expression.
 */
export function isNixExpression(value: unknown): value is NixExpression {
  return (
    ((typeof value === "object" && value !== null) || typeof value === "function") &&
    nixExpression in value
  );
}
