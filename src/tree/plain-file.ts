import { constants, lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What is at a path of a tree. */
export type PlainFile =
  | { readonly kind: "text"; readonly text: string; readonly executable: boolean }
  | { readonly kind: "missing" }
  /** Anything but a file, or a folder above it that is none, or a file that cannot be read. */
  | { readonly kind: "in the way"; readonly obstacle: Obstacle };

/** What keeps a path of a tree from being used. */
export interface Obstacle {
  /** Where it is: the path itself, or one of the folders above it. */
  readonly path: string;
  readonly what: "a link" | "a folder" | "a special file" | "a file" | "unreadable";
  /** Of what is unreadable: what the system says of it. */
  readonly error?: NodeJS.ErrnoException;
}

const missing: PlainFile = { kind: "missing" };

/** There is nothing at a path; below a root that is a file there is nothing either. */
function isMissing({ code }: NodeJS.ErrnoException): boolean {
  return code === "ENOENT" || code === "ENOTDIR";
}
const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
// Node passes numbers on to open(2); its types know only the words.
const plainFlags = (O_RDONLY | O_NOFOLLOW | O_NONBLOCK) as unknown as string;

/**
 * Reads a file below a folder; no link is followed, and nothing else than a file is opened: a FIFO
 * would wait for its writer. The folder itself may be a link, and is what its user named.
 * Read in turn: for so many small files, handing each to another thread takes several times as long.
 * @param root absolute
 * @param path relative to it
 */
export function readPlainFile(root: string, path: string): PlainFile {
  const above = folderObstacle(root, path);
  if (above !== undefined) return above;
  const file = join(root, path);
  try {
    const stats = lstatSync(file, { throwIfNoEntry: false });
    if (stats === undefined) return missing;
    if (!stats.isFile()) return inTheWay(path, kindOf(stats));
    // What took its place since is neither followed nor waited for.
    const text = readFileSync(file, { encoding: "utf8", flag: plainFlags });
    return { kind: "text", text, executable: (stats.mode & 0o100) !== 0 };
  } catch (error) {
    return failure(path, error as NodeJS.ErrnoException);
  }
}

/** What is in the place of a folder above a path; "missing" where one is not there yet. */
export function folderObstacle(root: string, path: string): PlainFile | undefined {
  for (let end = path.indexOf("/"); end !== -1; end = path.indexOf("/", end + 1)) {
    const folder = path.slice(0, end);
    try {
      const stats = lstatSync(join(root, folder));
      if (!stats.isDirectory()) return inTheWay(folder, kindOf(stats));
    } catch (error) {
      return failure(folder, error as NodeJS.ErrnoException);
    }
  }
  return undefined;
}

function failure(path: string, error: NodeJS.ErrnoException): PlainFile {
  if (isMissing(error)) return missing;
  // No link is followed below the root: it is the root that leads to itself.
  const at = error.code === "ELOOP" ? "." : path;
  return { kind: "in the way", obstacle: { path: at, what: "unreadable", error } };
}

function inTheWay(path: string, what: Obstacle["what"]): PlainFile {
  return { kind: "in the way", obstacle: { path, what } };
}

function kindOf(stats: ReturnType<typeof lstatSync> & object): Obstacle["what"] {
  if (stats.isSymbolicLink()) return "a link";
  if (stats.isDirectory()) return "a folder";
  return stats.isFile() ? "a file" : "a special file";
}
