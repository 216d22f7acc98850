import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  type Stats,
} from "node:fs";
import { dirname } from "node:path";
import { contentHash } from "./content-hash.js";
import { makeFolder } from "./make-folder.js";

/** Nothing that is kept is larger; more would only cost time. Bytes. */
const most = 256 * 1024 * 1024;

/**
 * Reads a file that only this user can have written, in a folder of which the same holds.
 * @returns undefined for any other, for links and special files, and for what cannot be read
 */
export function readOwnFile(file: string): Buffer | undefined {
  try {
    const folder = lstatSync(dirname(file));
    // A FIFO would wait for its writer, so it is not opened.
    if (!folder.isDirectory() || !isOwn(folder) || !lstatSync(file).isFile()) return undefined;
    const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
    const descriptor = openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    try {
      const stats = fstatSync(descriptor);
      if (!stats.isFile() || !isOwn(stats) || stats.size > most) return undefined;
      return readFileSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return undefined;
  }
}

/** This user's, and not to be written by anybody else. */
function isOwn({ uid, mode }: Stats): boolean {
  return uid === process.getuid?.() && (mode & 0o022) === 0;
}

/**
 * Reads what `keepText` kept for the same purpose.
 * @returns undefined for what is damaged, or could be another user's
 */
export function readKeptText(file: string, purpose: string): string | undefined {
  const kept = readOwnFile(file)?.toString("utf8");
  if (kept === undefined) return undefined;
  const end = kept.indexOf("\n");
  const text = kept.slice(end + 1);
  return kept.slice(0, end) === contentHash(`${purpose}\0${text}`) ? text : undefined;
}

/**
 * Keeps a text for later runs, with its hash.
 * @param purpose what it is kept for: a text that was kept for another is none
 * @throws Error of the system
 */
export function keepText(file: string, purpose: string, text: string): void {
  writeOwnFile(file, `${contentHash(`${purpose}\0${text}`)}\n${text}`);
}

/**
 * Writes a file for this user alone: whole, or not at all. Its folder is made if it is missing.
 * @throws Error of the system, and for a folder that is another user's
 */
export function writeOwnFile(file: string, content: string | Buffer): void {
  const folder = dirname(file);
  makeFolder(folder, 0o700);
  const stats = lstatSync(folder);
  if (!stats.isDirectory() || stats.uid !== process.getuid?.()) {
    throw new Error(`${folder} is not this user's folder`);
  }
  if (!isOwn(stats)) chmodSync(folder, 0o700);
  const temporary = `${file}.${randomBytes(6).toString("hex")}`;
  try {
    writeFileSync(temporary, content, { flag: "wx", mode: 0o600 });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
