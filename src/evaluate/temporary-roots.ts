import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Runs a task with a folder for links that keep store paths from the garbage collector until it
 * ends. Left behind by kill -9, it goes with the other temporary files.
 */
export async function withTemporaryRoots<Result>(
  task: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "nixpawn-roots-"));
  try {
    return await task(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
