import { dirname, join } from "node:path";
import { withLockFile } from "../tree/lock.js";
import type { HostLayout } from "./layout.js";
import { demandLockFolder } from "./set-profiles.js";

/**
 * Runs a task while no other nixpawn changes the same container.
 * @throws ProblemError NP705 when another one does for ten seconds, NP706
 */
export async function withContainerLock<Result>(
  layout: HostLayout,
  name: string,
  task: () => Promise<Result>,
): Promise<Result> {
  demandLockFolder(layout);
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
