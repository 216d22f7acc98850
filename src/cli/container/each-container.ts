import { inParallel } from "../../evaluate/jobs.js";
import { NP901 } from "../../problems/codes/cli.js";
import type { ProblemCode } from "../../problems/problem-code.generated.js";
import { ProblemError, type Problem } from "../../problems/problem.js";
import { confOfExisting } from "../../host/snapshot/existing-container.js";
import { isReadable } from "../../host/snapshot/host-state.js";
import { confPath, containerNames, type HostLayout } from "../../host/layout.js";

export interface NamesGiven {
  readonly names: readonly string[];
  readonly all: boolean;
}

/**
 * The containers that a command is for.
 * @throws ProblemError NP901 where none are named, or names come with --all
 */
export function namedContainers({ names, all }: NamesGiven, layout: HostLayout): readonly string[] {
  if (all && names.length > 0) throw new ProblemError([NP901.namesOrAll()]);
  if (all) return readableNames(layout);
  if (names.length === 0) throw new ProblemError([NP901.noContainer()]);
  return [...new Set(names)];
}

/** One whose conf file cannot be read keeps no command from the others; it is said on stderr. */
function readableNames(layout: HostLayout): readonly string[] {
  return containerNames(layout).filter((name) => {
    const path = confPath(layout, name);
    if (isReadable(path)) return true;
    sayPassedOver(name, `\`${path}\` cannot be read`);
    return false;
  });
}

/** That one of `--all` is left out is told on stderr, whatever the format of the rest. */
export function sayPassedOver(name: string, why: string): void {
  process.stderr.write(`${name}: passed over, ${why}\n`);
}

/**
 * Of `--all`, containers that a command cannot be for are passed over, and it is said why; those that
 * are named fail.
 * @param codes of the problems that say so, thrown before anything is done
 */
export function passingOver(
  { all }: NamesGiven,
  codes: readonly ProblemCode[],
  task: (name: string) => Promise<void>,
): (name: string) => Promise<void> {
  if (!all) return task;
  return async (name) => {
    try {
      await task(name);
    } catch (error) {
      const [problem] = error instanceof ProblemError ? error.problems : [];
      if (problem === undefined || !codes.includes(problem.code)) throw error;
      sayPassedOver(name, problem.message);
    }
  };
}

/** Which containers of these names there are, and why each other one is none. */
export async function whichExist(
  layout: HostLayout,
  names: readonly string[],
): Promise<{ readonly found: readonly string[]; readonly problems: readonly Problem[] }> {
  const found: string[] = [];
  const problems = await eachContainer(names, 1, (name) => {
    confOfExisting(layout, name);
    found.push(name);
    return Promise.resolve();
  });
  return { found, problems };
}

/**
 * Does the same to several containers; what fails for one does not keep it from the others.
 * @param jobs how many at once
 * @returns the problems of all, in the order of the names
 */
export async function eachContainer(
  names: readonly string[],
  jobs: number,
  task: (name: string) => Promise<void>,
): Promise<Problem[]> {
  const found = await inParallel(names, jobs, async (name): Promise<readonly Problem[]> => {
    try {
      await task(name);
      return [];
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return error.problems;
    }
  });
  return found.flat();
}
