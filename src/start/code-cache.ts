import { createHash } from "node:crypto";
import { readdirSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { readOwnFile, writeOwnFile } from "../load/cache/kept-file.js";

/** Days after which what was compiled for another version is removed. */
const keptDays = 30;

/** Bytes of the hash (SHA-256) before the code. */
const hashLength = 32;

/**
 * What V8 compiled when a program ran, kept for its next start: compiling takes a third of the time
 * of a short run. V8 refuses what another version of it made; damaged code would crash it.
 */
export class CodeCache {
  readonly #folder: string;
  readonly #file: string;

  /**
   * @param folder where it is kept; need not exist, nor be writable
   * @param program a file whose name changes with its content
   * @param purpose what the program is run for: another purpose needs other functions of it
   */
  constructor(folder: string, program: string, purpose: string) {
    const { version, arch } = process;
    const name = [basename(program), version, arch, purpose].join("-").replace(/[^\w.-]/g, "_");
    this.#folder = folder;
    this.#file = join(folder, `${name}.v8`);
  }

  /** Undefined when there is nothing that is whole and this user's own. */
  read(): Buffer | undefined {
    const kept = readOwnFile(this.#file);
    if (kept === undefined) return undefined;
    const code = kept.subarray(hashLength);
    return this.#hashOf(code).equals(kept.subarray(0, hashLength)) ? code : undefined;
  }

  /** Keeps what was compiled; where that cannot be done, the next start is no faster. */
  write(code: Buffer): void {
    try {
      writeOwnFile(this.#file, Buffer.concat([this.#hashOf(code), code]));
      this.#removeOld();
    } catch {
      // Nothing depends on it.
    }
  }

  /** Of the code and of what it is for: V8 itself looks at little more than the program's length. */
  #hashOf(code: Buffer): Buffer {
    return createHash("sha256").update(basename(this.#file)).update(code).digest();
  }

  #removeOld(): void {
    const oldest = Date.now() - keptDays * 24 * 60 * 60 * 1000;
    for (const name of readdirSync(this.#folder)) {
      const file = join(this.#folder, name);
      if (statSync(file).mtimeMs < oldest) rmSync(file, { force: true });
    }
  }
}
