import type { Position, ValuePath } from "../problems/problem.js";

/** Which part of a generated file came from which value of the config. */
export interface Mark {
  readonly path: ValuePath;
  readonly start: Position;
  readonly end: Position;
}
