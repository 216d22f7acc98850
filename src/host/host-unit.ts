import { readFileSync } from "node:fs";
import { ownKeys } from "../conf/keys.js";
import { ProblemError, type Problem } from "../problems/problem.js";
import type { DesiredContainer } from "./desired.js";
import { confPath, type HostLayout } from "./layout.js";
import { unitMissing, unitProperties } from "./systemd.js";

/**
 * Makes sure that the unit of this host's containers does what their conf files say: it may read
 * others, and nixpkgs' own passes over keys that only nixpawn's scripts read, and would leave binds out
 * without a word.
 * @throws ProblemError NP713 where there is no unit, NP734 for each container that the host's cannot
 *   start as it is meant; NP712
 */
export async function demandUnit(
  layout: HostLayout,
  containers: readonly Pick<DesiredContainer, "name" | "conf">[],
  signal?: AbortSignal,
): Promise<void> {
  const [first] = containers;
  if (first === undefined) return;
  const asked = ["LoadState", "FragmentPath", "EnvironmentFiles"];
  const found = await unitProperties(first.name, asked, signal);
  if (found.get("LoadState") === "not-found") throw new ProblemError([unitMissing("")]);
  const path = confPath(layout, first.name);
  const read = found.get("EnvironmentFiles") ?? "";
  // Each with what it is allowed to lack: PATH (ignore_errors=yes).
  if (!read.split(/[ \n]/).includes(path)) throw new ProblemError([readsOthers(path, read)]);
  if (isOurs(found.get("FragmentPath") ?? "")) return;
  const problems = containers.flatMap(({ name, conf }): Problem[] => {
    const keys = [...conf.keys()].filter((key) => ownKeys.has(key));
    if (keys.length === 0) return [];
    return [
      {
        code: "NP734",
        severity: "error",
        message: `container \`${name}\` has ${keys.join(", ")}, which this host's container@.service does not know`,
        hint: "import nixpawn's module `systemd-containers`, or `nixpawn generate --target units --root /`",
      },
    ];
  });
  if (problems.length > 0) throw new ProblemError(problems);
}

function readsOthers(path: string, read: string): Problem {
  return {
    code: "NP734",
    severity: "error",
    message: `this host's container@.service does not read ${path}`,
    hint: "its conf files belong into the folder that it reads (EnvironmentFile=)",
    details: read,
  };
}

function isOurs(fragment: string): boolean {
  try {
    return /^X-Nixpawn=1$/m.test(readFileSync(fragment, "utf8"));
  } catch {
    return false;
  }
}
