import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe } from "@jest/globals";
import { obstacle } from "./obstacle.js";

const found = obstacle();

/** `describe` for tests in a lab host: skipped, and so counted, where none can be booted. */
export const describeLab = found === undefined ? describe : describe.skip;

if (found !== undefined) sayOnce(`Skipped tests in a lab host: ${found}.`);

/** Each file of tests has these modules to itself; the parent of the workers is one. */
function sayOnce(text: string): void {
  try {
    writeFileSync(join(tmpdir(), `nixpawn-lab-skipped-${process.ppid}`), text, { flag: "wx" });
  } catch {
    return;
  }
  process.stderr.write(`${text}\n`);
}
