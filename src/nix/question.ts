import type { FragmentSource } from "./fragment-source.js";
import { holeCharacter } from "./source.js";

/** What a hole of a template stands for. */
export type HoleRole = "expression" | "name" | "part of a string";

/** What stands for the values of a template when Nix is asked about the text around them. */
export type StandIns = Readonly<Record<HoleRole, string>>;

/** In templates whose tree is known, a name may stand for everything. */
export const namesInPlace: StandIns = {
  expression: "nixpawn",
  name: "nixpawn",
  "part of a string": "${nixpawn}",
};

/**
 * In templates whose tree is not known, a list stands for each value: Nix accepts one where an
 * expression may stand, and nowhere else. A name could be a parameter, parentheses follow `inherit`.
 */
export const listsInPlace: StandIns = {
  expression: "[ ]",
  name: "[ ]",
  "part of a string": "${nixpawn}",
};

/** A text for Nix to judge. */
export interface Question {
  readonly text: string;
  /** The offset in the template's source for an offset in `text`. */
  sourceOffset(offset: number): number;
}

/**
 * The text of a template with something harmless in place of each value: what Nix says of it does
 * not depend on values. Names differ, since two names of a set must.
 * @returns undefined when the role of a hole is not known
 */
export function questionOf(
  source: FragmentSource,
  roles: ReadonlyMap<number, HoleRole>,
  standIns: StandIns,
): Question | undefined {
  const runs: { readonly start: number; readonly source: number; readonly copied: boolean }[] = [];
  let text = "";
  let end = 0;
  for (const [at, hole] of source.holes) {
    const role = roles.get(hole);
    if (role === undefined) return undefined;
    runs.push({ start: text.length, source: end, copied: true });
    text += source.text.slice(end, at);
    runs.push({ start: text.length, source: at, copied: false });
    text += standIns[role].replace("nixpawn", `nixpawn-${hole}`);
    end = at + holeCharacter.length;
  }
  runs.push({ start: text.length, source: end, copied: true });
  text += source.text.slice(end);
  return {
    text,
    sourceOffset: (offset) => {
      const run = runs.findLast((one) => one.start <= offset);
      if (run === undefined) return 0;
      return run.copied ? run.source + offset - run.start : run.source;
    },
  };
}
