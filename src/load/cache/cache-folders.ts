import { mkdtempSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { findUpwards } from "./folders.js";
import { makeFolder } from "./make-folder.js";
import { realPath } from "./real-path.js";

/**
 * Folders that may hold bundles, best first: beside the config's node_modules, then the user's
 * cache. They need not exist, nor be writable. Links on the way are followed: Node knows a file by
 * where it really is, and so do the places of what runs.
 */
export function cacheFolders(configFile: string): string[] {
  const project = findUpwards(dirname(configFile), "node_modules");
  const found = [
    ...(project === undefined ? [] : [join(project, "node_modules", ".cache", "nixpawn")]),
    ...[userCacheFolder()].filter((folder) => folder !== undefined),
  ];
  // Node imports nothing from below such a folder.
  return found.map(realPath).filter((folder) => !folder.includes("\\"));
}

/**
 * The folder for what nixpawn can make again (XDG Base Directory Specification: the variable counts
 * when it is an absolute path).
 * @returns undefined for a user without a home
 */
export function userCacheFolder(): string | undefined {
  const given = process.env.XDG_CACHE_HOME;
  if (given !== undefined && isAbsolute(given)) return join(given, "nixpawn");
  try {
    const home = homedir();
    return isAbsolute(home) ? join(home, ".cache", "nixpawn") : undefined;
  } catch {
    // A user without an entry in passwd has none.
    return undefined;
  }
}

/** Creates folders for this process alone, which are gone when it ends; one after the other, as asked for. */
export function* temporaryFolders(): Generator<string> {
  for (const base of new Set([tmpdir(), "/tmp", "/var/tmp", "/dev/shm"])) {
    const folder = temporaryFolder(base);
    if (folder !== undefined) yield folder;
  }
}

function temporaryFolder(base: string): string | undefined {
  try {
    makeFolder(base);
    const folder = realPath(mkdtempSync(join(base, "nixpawn-")));
    process.once("exit", () => {
      rmSync(folder, { recursive: true, force: true });
    });
    return folder;
  } catch {
    return undefined;
  }
}
