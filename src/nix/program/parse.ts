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
  // Loaded when it is needed: most texts are right.
  const { readNixFailure } = await import("../errors/read.js");
  const [failure] = readNixFailure(stderr, { textOf: () => `${opening}${text}` });
  const { line = 2, column = 1 } = failure?.positions.find(({ what }) => what === "error") ?? {};
  return {
    message: failure?.message.replace(ownPlace, "") ?? stderr.trim(),
    offset: offsetOf(text, line - 2, column - 1),
    details: stderr,
  };
}

/** "… already defined at (string):1:3": a place in the text that Nix was given. */
const ownPlace = / at [^ ]*:\d+:\d+$/;

function offsetOf(text: string, line: number, column: number): number {
  if (line < 0) return 0;
  const before = text
    .split("\n")
    .slice(0, line)
    .reduce((sum, one) => sum + one.length + 1, 0);
  return Math.min(text.length, before + column);
}
