import { dirname, join } from "node:path";
import { ProblemError } from "../problems/problem.js";
import { withLockFile } from "../tree/lock.js";
import type { HostLayout } from "./layout.js";
import { demandLockFolder, unwritable } from "./set-profiles.js";

/**
 * Runs a task while no other nixpawn changes the same container.
 * @throws ProblemError NP705 when another one does for ten seconds, NP706 for a user who may not
 */
export async function withContainerLock<Result>(
  layout: HostLayout,
  name: string,
  task: () => Promise<Result>,
): Promise<Result> {
  demandLockFolder(layout);
  const refused = unwritable(layout, [{ name }]);
  if (refused.length > 0) throw new ProblemError(refused);
  const path = join(dirname(layout.lock), `nixpawn-${name}.lock`);
  return withLockFile(
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
