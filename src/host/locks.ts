import { dirname, join } from "node:path";
import { ProblemError } from "../problems/problem.js";
import { demandOwnFolders, type HostLayout } from "./layout.js";
import { demandLockFolder, unwritable } from "./act/set-profiles.js";

/**
 * Runs a task while no other nixpawn changes the same container.
 * @throws ProblemError NP705 when another one does for ten seconds, NP706 for a user who may not, NP403
 */
export async function withContainerLock<Result>(
  layout: HostLayout,
  name: string,
  task: () => Promise<Result>,
): Promise<Result> {
  demandMayLock(layout, name);
  const path = lockPath(layout, name);
  return layout.system.locks.holding(
    {
      path,
      busy: () => ({
        code: "NP705",
        severity: "error",
        message: `another nixpawn is changing container \`${name}\``,
        hint: `if none is, remove ${path}`,
      }),
    },
    task,
  );
}

/**
 * The same, without waiting.
 * @returns undefined where another one changes it
 * @throws ProblemError NP706, NP403
 */
export async function ifContainerIsFree<Result>(
  layout: HostLayout,
  name: string,
  task: () => Promise<Result>,
): Promise<{ readonly result: Result } | undefined> {
  demandMayLock(layout, name);
  return layout.system.locks.ifFree(lockPath(layout, name), task);
}

function lockPath({ lock }: HostLayout, name: string): string {
  return join(dirname(lock), `nixpawn-${name}.lock`);
}

/** @throws ProblemError NP706, NP403 */
function demandMayLock(layout: HostLayout, name: string): void {
  demandOwnFolders(layout, name);
  demandLockFolder(layout);
  const refused = unwritable(layout, [{ name }]);
  if (refused.length > 0) throw new ProblemError(refused);
}
