import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { folderWith } from "./program.js";

/** A program of our own in the place of one that tests cannot run. */
export interface StubProgram {
  /** PATH with it in front. */
  readonly path: string;
  /** The arguments of each call so far. */
  calls(): string[][];
}

/**
 * Puts a shell script in the place of a program, which writes down how it is called.
 * @param script what it does then
 */
export function stubProgram(name: string, script: string): StubProgram {
  const folder = folderWith({});
  const record = join(folder, "calls");
  writeFileSync(
    join(folder, name),
    `#!/bin/sh\n{ printf '%s\\0' "$@"; printf '\\n'; } >> '${record}'\n${script}\n`,
  );
  chmodSync(join(folder, name), 0o755);
  return {
    path: [folder, process.env.PATH].join(delimiter),
    calls: () =>
      existsSync(record)
        ? readFileSync(record, "utf8")
            .split("\0\n")
            .slice(0, -1)
            .map((call) => call.split("\0"))
        : [],
  };
}
