import { basename } from "node:path";
import { problemCodes } from "../problems/codes.js";
import { bashScript } from "./completion/bash.js";
import { fishScript } from "./completion/fish.js";
import { describeProgram } from "./completion/program.js";
import { zshScript } from "./completion/zsh.js";
import { exitCodes } from "./exit-codes.js";
import { shells } from "./options.js";

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

/**
 * `nixpawn completion [SHELL]`: prints a completion script. Returns the exit code.
 * @param shell left out, that of $SHELL, else bash
 */
export function completion(shell: (typeof shells)[number] | undefined): number {
  const users = basename(process.env.SHELL ?? "");
  const wanted = shell ?? shells.find((one) => one === users) ?? "bash";
  const program = describeProgram(Object.keys(problemCodes).sort());
  process.stdout.write(scripts[wanted](program));
  return exitCodes.done;
}
