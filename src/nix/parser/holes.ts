import type { Spelling } from "../spelling.js";
import type { Expression, Interpolation, PathExpression, StringPart } from "../syntax.js";

/** What is put in for the holes of a source, by the place they are in; `depth` is that of the place. */
export interface Holes {
  /** A hole where an expression may stand. */
  expression(hole: number, depth: number): Expression;
  /** A hole in a string: text that needs no escapes, or `${…}`. */
  stringPart(hole: number, depth: number): StringPart;
  /** Whether a hole where an expression may stand is a string. */
  isString?(hole: number): boolean;
  /** A hole as the name of an attribute: a text, or unless it must be `fixed`, what Nix works out. */
  attributeName(hole: number, depth: number, fixed: boolean): string | Interpolation;
  /** What a path literal stands for; without this, itself. */
  path?(path: PathExpression): Expression;
  /** Told of an interpolation in a string that is one of the shell, to all appearance. */
  shell?(offset: number, text: string): void;
  /** Where a variable of the source itself is written; kept with it. */
  spelling?(offset: number): Spelling;
}
