import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { programIdentity } from "../../../src/nix/program/which.js";
import { cacheFolder, cgroupRoot } from "./places.js";

/** What it takes to boot a lab host: each row of Debian's names, looked for on PATH. */
const programs = ["mmdebstrap", "unshare", "nsenter", "setpriv", "flock", "ip"] as const;

/** Why no lab host can be booted here; undefined where one can. */
export function obstacle(): string | undefined {
  if (process.platform !== "linux") return "they need Linux";
  if (process.getuid?.() !== 0) return "they need root";
  const missing = programs.filter((program) => programIdentity(program) === undefined);
  if (missing.length > 0) return `they need ${missing.join(", ")} on PATH`;
  if (cgroupRoot() === undefined) return "they need a writable cgroup2 file system";
  return kernelRefuses();
}

/** The mounts and namespaces of a lab host, tried out; all of it ends with the command. */
function kernelRefuses(): string | undefined {
  const folder = mkdtempSync(join(cacheFolder(), "try-"));
  try {
    const { status, stderr } = spawnSync(
      "unshare",
      ["--pid", "--mount", "--uts", "--ipc", "--net", "--cgroup", "--fork", "bash", "-euc", trial],
      { cwd: folder, encoding: "utf8" },
    );
    return status === 0 ? undefined : `the kernel refuses: ${stderr.trim()}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const trial = `
  mkdir lower upper work merged
  mount -t overlay overlay merged -o lowerdir=lower,upperdir=upper,workdir=work
  mount -t cgroup2 cgroup2 lower
  ip link add name one type veth peer name two
  mknod work/null c 1 3
`;
