import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "@jest/globals";

/** In memory, where there is such a place: a disk takes its time to say that all is written. */
const base = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
const made: string[] = [];

/** A new folder, for as long as the tests of a file run. */
export function memoryFolder(): string {
  const folder = mkdtempSync(join(base, "nixpawn-test-"));
  made.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});
