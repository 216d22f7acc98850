import { unitsOfBytes } from "../../problems/text-position.js";
import { runProgram } from "./run.js";

/** Why Nix refuses a text, and where: a UTF-16 offset into it. */
export interface NixRefusal {
  readonly message: string;
  readonly offset: number;
  /** All that Nix said. */
  readonly details: string;
}

/**
 * Asks `nix-instantiate --parse` whether a text is one expression of Nix. A variable that the text
 * does not define is no mistake here: it may be an argument of the module that the text goes into.
 * @returns undefined when it is
 * @throws ProblemError NP501 when there is no nix-instantiate
 */
export async function refusalOfNix(text: string): Promise<NixRefusal | undefined> {
  // Only put in front: around it, `a) (b` would become something that parses.
  const opening = "scope: with scope;\n";
  const { exitCode, stderr } = await runProgram("nix-instantiate", ["--parse", "-"], {
    input: `${opening}${text}`,
  });
  if (exitCode === 0) return undefined;
  const found = (placedBelow.exec(stderr) ?? placedBeside.exec(stderr))?.groups;
  const message = found?.message?.replace(ownPlace, "") ?? stderr.trim();
  const line = Number(found?.line ?? 2) - 2;
  const column = Number(found?.column ?? 1) - 1;
  return { message, offset: offsetOf(text, line, column), details: stderr };
}

/** Since Nix 2.4 the place stands below the message, before that beside it. */
const placedBelow = /^error: (?<message>[^\n]*)\n\s*at [^\n]*?:(?<line>\d+):(?<column>\d+)/m;
const placedBeside = /^error: (?<message>[^\n]*?),? at [^\n]*?:(?<line>\d+):(?<column>\d+)/m;

/** "… already defined at (string):1:3": a place in the text that Nix was given. */
const ownPlace = / at [^ ]*:\d+:\d+$/;

/** Nix counts columns in bytes. */
function offsetOf(text: string, line: number, column: number): number {
  const lines = text.split("\n");
  if (line < 0) return 0;
  const before = lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0);
  return Math.min(text.length, before + unitsOfBytes(lines[line] ?? "", column));
}
