import { inParallel } from "../../nixos/jobs.js";
import { ProblemError, type Problem } from "../../problems/problem.js";
import { isReadable } from "../../host/host-state.js";
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
  const wrong = (message: string): ProblemError =>
    new ProblemError([{ code: "NP901", severity: "error", message }]);
  if (all && names.length > 0) throw wrong("give names or `--all`, not both");
  if (all) return readableNames(layout);
  if (names.length === 0) throw wrong("name a container, or give `--all`");
  return [...new Set(names)];
}

/** One whose conf file cannot be read keeps no command from the others; it is said on stderr. */
function readableNames(layout: HostLayout): readonly string[] {
  return containerNames(layout).filter((name) => {
    const path = confPath(layout, name);
    if (isReadable(path)) return true;
    process.stderr.write(`${name}: passed over, \`${path}\` cannot be read\n`);
    return false;
  });
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
