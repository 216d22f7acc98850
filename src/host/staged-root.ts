import { relative } from "node:path";
import { ProblemError } from "../problems/problem.js";
import { folderObstacle } from "../tree/plain-file.js";
import { obstacleProblem } from "../tree/tree-problems.js";

/**
 * Refuses a staged root where a link stands in the place of a folder that is read or changed: most lead
 * to the host that stages it. On a host of its own (`/`) links are its administrator's, and followed.
 * @param layout its root
 * @param paths absolute; the folders above each are looked at, not what is at the path itself
 * @throws ProblemError NP403, also for a file in the place of a folder
 */
export function demandRealFolders(
  { root }: { readonly root: string },
  paths: readonly string[],
): void {
  if (root === "/") return;
  const found = paths.flatMap((path) => {
    const above = folderObstacle(root, relative(root, path));
    // What this user may not look at is told when it is used.
    const isTold = above?.kind === "in the way" && above.obstacle.what !== "unreadable";
    return isTold ? [above.obstacle] : [];
  });
  const each = new Map(found.map((obstacle) => [obstacle.path, obstacle]));
  if (each.size === 0) return;
  throw new ProblemError([...each.values()].map((obstacle) => obstacleProblem(root, obstacle)));
}
