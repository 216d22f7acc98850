import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { root } from "../../support/program.js";

/** The scripts that make and boot lab hosts. */
export const labScripts = join(root, "test/e2e/lab");

/** What is under test. */
export const shippedScripts = join(root, "nixos-modules/systemd-containers/scripts");

/** Where what lab hosts are booted from is kept between runs. */
export function cacheFolder(): string {
  const folder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "nixpawn-lab");
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** The folder of the cgroup2 hierarchy, where this process may make groups. */
export function cgroupRoot(): string | undefined {
  return ["/sys/fs/cgroup", "/sys/fs/cgroup/unified"].find((folder) => {
    if (!existsSync(join(folder, "cgroup.procs"))) return false;
    try {
      accessSync(folder, constants.W_OK);
      return true;
    } catch {
      return false;
    }
  });
}
