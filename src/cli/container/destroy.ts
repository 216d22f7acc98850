import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { destroyContainer, destruction } from "../../host/act/destroy-container.js";
import { hostLayout } from "../../host/layout.js";
import { NP726 } from "../../problems/codes/host.js";
import { NP502 } from "../../problems/codes/program.js";
import { ProblemError } from "../../problems/problem.js";
import type { GlobalOptions } from "../options.js";
import { eachContainer, namedContainers } from "./each-container.js";
import { hostCommand, sayTo } from "./host-command.js";

export interface DestroyOptions extends GlobalOptions {
  readonly names: readonly string[];
  readonly yes: boolean;
  readonly root?: string | undefined;
}

/** `nixpawn destroy`: says what is removed, asks on a terminal, and removes it. */
export async function destroy(options: DestroyOptions): Promise<number> {
  const say = sayTo(options);
  return hostCommand(options, async (signal) => {
    const layout = hostLayout(resolve(options.root ?? "/"));
    const names = namedContainers({ names: options.names, all: false }, layout);
    const plans: string[][] = [];
    for (const name of names) plans.push(await destruction(layout, name, signal));
    if (!options.yes) {
      names.forEach((name, index) => {
        say(`${name}: this removes`);
        for (const line of plans[index] ?? []) say(`  ${line}`);
      });
      await demandConsent(names, signal);
    }
    // One after the other: what is lost is lost one by one.
    const problems = await eachContainer(names, 1, async (name) => {
      await destroyContainer(
        layout,
        name,
        (step) => {
          if (options.verbose) say(`${name}: ${step}`);
        },
        {
          signal,
          onKept: (path) => {
            say(`${name}: ${path} is not nixpawn's, and stays`);
          },
        },
      );
      say(`${name}: destroyed`);
    });
    return { problems };
  });
}

/** @throws ProblemError NP726 without a terminal, or when the answer is another than the name; NP502 */
async function demandConsent(names: readonly string[], signal: AbortSignal): Promise<void> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new ProblemError([NP726.noTerminal()]);
  }
  const word = names.length === 1 ? (names[0] ?? "") : String(names.length);
  const which = names.length === 1 ? "it" : "them";
  const answer = await ask(`Type ${word} to remove ${which}: `, signal);
  if (answer === undefined) throw new ProblemError([NP726.noAnswer()]);
  if (answer.trim() !== word) throw new ProblemError([NP726.otherAnswer({ word })]);
}

/**
 * Asks on the terminal.
 * @returns undefined where there is no answer: Ctrl-D
 * @throws ProblemError NP502 for Ctrl-C, and for a signal
 */
async function ask(question: string, signal: AbortSignal): Promise<string | undefined> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  let answer: string | undefined;
  try {
    answer = await new Promise<string | undefined>((resolve, reject) => {
      const interrupt = (): void => {
        reject(new ProblemError([NP502.nothingRemoved()]));
      };
      signal.addEventListener("abort", interrupt);
      // While it reads, Ctrl-C is a key like others.
      terminal.once("SIGINT", interrupt).once("close", () => {
        resolve(undefined);
      });
      terminal.question(question, resolve);
    });
    return answer;
  } finally {
    terminal.close();
    // What is told next begins a line.
    if (answer === undefined) process.stderr.write("\n");
  }
}
