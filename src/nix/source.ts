/** Stands where a hole is. Nix source cannot contain NUL, so nothing else can look like it. */
export const holeCharacter = "\0";

/** Nix text with holes: places where a value comes from TypeScript. */
export interface Source {
  /** Has `holeCharacter` at every hole. */
  readonly text: string;
  /** Which hole is at an offset. */
  readonly holes: ReadonlyMap<number, number>;
}

/** Nix text alone. */
export function plainSource(text: string): Source {
  return { text, holes: new Map() };
}
