import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";

/**
 * Folders that may hold bundles, best first: beside the config's node_modules, then the user's
 * cache. They need not exist, nor be writable.
 */
export function cacheFolders(configFile: string): string[] {
  const found: string[] = [];
  for (let folder = dirname(configFile); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "node_modules"))) {
      found.push(join(folder, "node_modules", ".cache", "nixpawn"));
      break;
    }
    if (folder === dirname(folder)) break;
  }
  const user = userCache();
  if (user !== undefined) found.push(join(user, "nixpawn"));
  // Node imports nothing from below such a folder.
  return found.filter((folder) => !folder.includes("\\"));
}

/** XDG Base Directory: the variable counts when it is an absolute path. */
function userCache(): string | undefined {
  const given = process.env.XDG_CACHE_HOME;
  if (given !== undefined && isAbsolute(given)) return given;
  try {
    const home = homedir();
    return isAbsolute(home) ? join(home, ".cache") : undefined;
  } catch {
    // A user without an entry in passwd has none.
    return undefined;
  }
}

/** Creates a folder for this process alone, which is gone when it ends. */
export function temporaryFolder(): string {
  const base = tmpdir();
  mkdirSync(base, { recursive: true });
  const folder = mkdtempSync(join(base, "nixpawn-"));
  process.once("exit", () => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}
