/** Offsets in a text, end exclusive. */
export type Range = readonly [start: number, end: number];

/** One part of an object or array literal, in the order of its evaluation. */
export type LiteralPart =
  | {
      readonly kind: "key";
      readonly name: string;
      readonly key: Range;
      readonly value: Range;
      readonly constant?: Range;
    }
  | { readonly kind: "item"; readonly value: Range; readonly constant?: Range }
  | { readonly kind: "hole" }
  | { readonly kind: "computed"; readonly key: Range; readonly value: Range }
  | { readonly kind: "spread"; readonly value: Range };

/** An object or array literal. */
export interface LiteralSite {
  readonly kind: "literal";
  readonly range: Range;
  readonly parts: readonly LiteralPart[];
  /** Made once for every call of a function. */
  readonly inFunction: boolean;
}

/** A place in a file whose evaluation is recorded. */
export type Site =
  | LiteralSite
  | { readonly kind: "assignment"; readonly key: Range; readonly value: Range }
  /** Where the raw text of each part of a tagged template starts. */
  | { readonly kind: "template"; readonly quasis: readonly number[] }
  | { readonly kind: "throw"; readonly value: Range };

/** The global that instrumented code calls. */
export const traceGlobal = "__nixpawn_trace";
