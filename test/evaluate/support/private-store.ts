import { execFileSync } from "node:child_process";
import { readlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { root } from "../../support/program.js";

/** The fixture in the place of nixpkgs. */
export const fixture = join(root, "test/fixtures/nixpkgs");

/**
 * Variables for Nix to use a store of its own in a folder: no daemon, no sandbox, no group of
 * builders, nothing fetched.
 */
export function privateStore(folder: string): Readonly<Record<string, string>> {
  const variables = storeVariables(folder);
  // Two that use an empty store for the first time get in each other's way.
  execFileSync("nix-store", ["--init"], { env: { ...process.env, ...variables } });
  return variables;
}

/** The same for a store that is yet to be made, by whoever uses it first. */
export function storeVariables(folder: string): Readonly<Record<string, string>> {
  return {
    NIX_REMOTE: "",
    NIX_STORE_DIR: join(folder, "store"),
    NIX_STATE_DIR: join(folder, "state"),
    NIX_LOG_DIR: join(folder, "log"),
    NIX_CONF_DIR: join(folder, "conf"),
    NIX_CONFIG: "sandbox = false\nbuild-users-group =\nsubstituters =\n",
  };
}

/** What the profile of a container leads to: the number of its generation and the store path. */
export function profileOf(
  host: string,
  name: string,
): { generation: number; system: string } | undefined {
  const folder = join(host, "nix/var/nix/profiles/per-container", name);
  try {
    const link = basename(readlinkSync(join(folder, "system")));
    const generation = Number(/^system-(\d+)-link$/.exec(link)?.[1]);
    return { generation, system: readlinkSync(join(folder, link)) };
  } catch {
    return undefined;
  }
}
