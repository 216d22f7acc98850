import { basename } from "node:path";
import { problemCodes } from "../problems/codes.js";
import { bashScript } from "./completion/bash.js";
import { describeProgram } from "./completion/program.js";
import { zshScript } from "./completion/zsh.js";
import { exitCodes } from "./exit-codes.js";
import type { shells } from "./options.js";

/**
 * `nixpawn completion [SHELL]`: prints a completion script. Returns the exit code.
 * @param shell left out, that of $SHELL, else bash
 */
export function completion(shell: (typeof shells)[number] | undefined): number {
  const wanted = shell ?? (basename(process.env.SHELL ?? "") === "zsh" ? "zsh" : "bash");
  const program = describeProgram(Object.keys(problemCodes).sort());
  process.stdout.write(wanted === "zsh" ? zshScript(program) : bashScript(program));
  return exitCodes.done;
}
