import { createHash, type Hash } from "node:crypto";
import {
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  statSync,
} from "node:fs";
import { join } from "node:path";

/** A folder with more than this is no source of a container, but a mistake such as `/.`. */
const mostEntries = 20_000;
/** More than this is not read for a check that is meant to be quick, in bytes: 256 MiB. */
const mostBytes = 2 ** 28;

/** Why no fingerprint can be taken. */
export class NoFingerprint extends Error {
  override readonly name = "NoFingerprint";
}

/**
 * A text that changes when a file or folder does: names, kinds, contents, whether a file may be
 * run, where links lead and what is there. `.git` is left out.
 * @throws NoFingerprint for what is missing, unreadable, of another kind or too large
 */
export function fingerprint(path: string): string {
  const hash = createHash("sha256");
  new Walk(hash).add(path, "");
  return hash.digest("hex");
}

class Walk {
  #entries = 0;
  #bytes = 0;

  constructor(private readonly hash: Hash) {}

  add(path: string, name: string): void {
    this.#entries += 1;
    if (this.#entries > mostEntries) throw new NoFingerprint(`${path} has too many files`);
    try {
      this.#addEntry(path, name);
    } catch (error) {
      if (error instanceof NoFingerprint) throw error;
      throw new NoFingerprint(`${path} cannot be read: ${String(error)}`);
    }
  }

  #addEntry(path: string, name: string): void {
    const stat = lstatSync(path);
    if (stat.isSymbolicLink()) {
      this.#say("link", name, readlinkSync(path));
      const target = realpathSync(path);
      if (statSync(target).isFile()) this.#addFile(target, name);
      // Nix does not follow it within a folder that it copies; a link to a folder is rare enough.
      else throw new NoFingerprint(`${path} is a link to a folder`);
    } else if (stat.isFile()) this.#addFile(path, name);
    else if (stat.isDirectory()) {
      const names = readdirSync(path).filter((one) => one !== ".git");
      this.#say("folder", name, String(names.length));
      for (const one of names.sort()) this.add(join(path, one), one);
    } else throw new NoFingerprint(`${path} is neither a file nor a folder`);
  }

  #addFile(path: string, name: string): void {
    const { size, mode } = statSync(path);
    this.#bytes += size;
    if (this.#bytes > mostBytes) throw new NoFingerprint(`${path} is too large`);
    const content = readFileSync(path);
    this.#say("file", name, `${String(mode & 0o111)} ${String(content.length)}`);
    this.hash.update(content);
  }

  /** Lengths first, so that no two ways lead to the same text. */
  #say(...words: readonly string[]): void {
    for (const word of words) this.hash.update(`${String(Buffer.byteLength(word))}:${word};`);
  }
}
