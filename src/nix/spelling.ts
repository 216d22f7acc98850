import type { Place, ValuePath } from "../problems/problem.js";

/**
 * Where a name stands in the text of a template. Kept beside the syntax tree under symbols, which
 * JSON leaves out: what a tree is printed to does not depend on it.
 */
export interface Spelling {
  /** The template: the same for every use of one value. */
  readonly template: object;
  /** Of the value in the containers that the template is, or is part of. */
  readonly path: ValuePath;
  /** Worked out when it is asked for. */
  place(): Place | undefined;
}

/** The key of a variable's spelling. */
export const spelling: unique symbol = Symbol("spelling");

/** The key of the spellings of the names of an `inherit`. */
export const spellings: unique symbol = Symbol("spellings");
