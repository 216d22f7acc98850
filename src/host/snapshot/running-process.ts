import { lstatSync, readdirSync, readFileSync, readlinkSync, statfsSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { fileText } from "../../problems/file-text.js";

/** What the processes of a container that runs show of it; undefined is what cannot be seen. */
export interface RunningProcess {
  /** The arguments that systemd-nspawn was really started with. */
  readonly flags: readonly string[] | undefined;
  /** The host's user that is root inside, of a user namespace of its own; "no" without one. */
  readonly firstUser: number | "no" | undefined;
  /** Whether it has a network other than the host's. */
  readonly hasNetwork: boolean | undefined;
  /** Whether its network is that of a file of the host; undefined where the file is gone. */
  readonly isInNetwork: (path: string) => boolean | undefined;
  /** The MAC addresses of its interfaces, in lower case. */
  readonly macAddresses: readonly string[] | undefined;
  /** Whether its start put the host's resolv.conf into its root. */
  readonly hasHostResolvConf: boolean | undefined;
}

/** SYSFS_MAGIC of statfs(2). */
const sysfs = 0x62656572;

/**
 * Looks at a container by the process of its unit (proc(5)). What the container has in its hands is not
 * trusted: no file of it is opened that may block.
 * @param main the main process of the unit, which is systemd-nspawn or leads to it
 * @param proc where the process file system is
 * @returns undefined where there is no such container, or nothing may be seen
 */
export function runningProcess(
  main: number,
  proc = "/proc",
  hostResolvConf = "/etc/resolv.conf",
): RunningProcess | undefined {
  const nspawn = nspawnOf(String(main), proc);
  if (nspawn === undefined) return undefined;
  const init = childrenOf(nspawn, proc).find(
    (child) => isOther(proc, "pid", child, nspawn) === true,
  );
  if (init === undefined) return undefined;
  const flags = commandLine(nspawn, proc)?.slice(1);
  const root = flags === undefined ? undefined : rootIn(flags);
  return {
    flags,
    firstUser: firstUser(init, proc),
    hasNetwork: isOther(proc, "net", init, "1"),
    isInNetwork: (path) => isNamespace(join(proc, init, "ns/net"), path),
    macAddresses: macAddresses(join(proc, init, "root/sys/class/net")),
    hasHostResolvConf:
      root === undefined
        ? undefined
        : isCopied(join(root, "etc/resolv.conf"), hostResolvConf, [
            startOf(nspawn, proc),
            startOf(init, proc),
          ]),
  };
}

/** systemd-nspawn itself, or the one below a script that has not become it. */
function nspawnOf(pid: string, proc: string, depth = 0): string | undefined {
  const [program] = commandLine(pid, proc) ?? [];
  if (program !== undefined && /^\.?systemd-nspawn\b/.test(basename(program))) return pid;
  if (depth > 3) return undefined;
  for (const child of childrenOf(pid, proc)) {
    const found = nspawnOf(child, proc, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function commandLine(pid: string, proc: string): string[] | undefined {
  const text = fileText(join(proc, pid, "cmdline"));
  return text === undefined || text === "" ? undefined : text.replace(/\0$/, "").split("\0");
}

export function childrenOf(pid: string, proc: string): string[] {
  return (fileText(join(proc, pid, "task", pid, "children")) ?? "").split(/\s+/).filter(Boolean);
}

/** Whether two processes are in different namespaces of a kind (namespaces(7)). */
function isOther(proc: string, kind: string, ...pids: readonly [string, string]) {
  const [one, other] = pids.map((pid) => linkOf(join(proc, pid, "ns", kind)));
  return one === undefined || other === undefined ? undefined : one !== other;
}

function isNamespace(namespace: string, path: string): boolean | undefined {
  try {
    const [one, other] = [statSync(namespace), statSync(path)];
    return one.dev === other.dev && one.ino === other.ino;
  } catch {
    return undefined;
  }
}

/** By the first line of uid_map: user_namespaces(7). */
function firstUser(init: string, proc: string): RunningProcess["firstUser"] {
  const isOwn = isOther(proc, "user", init, "1");
  if (isOwn !== true) return isOwn === false ? "no" : undefined;
  const [, first] = /^\s*0\s+(\d+)\s+\d+/.exec(fileText(join(proc, init, "uid_map")) ?? "") ?? [];
  return first === undefined ? undefined : Number(first);
}

function macAddresses(folder: string): string[] | undefined {
  try {
    if (statfsSync(folder).type !== sysfs) return undefined;
    return readdirSync(folder).flatMap((one) => {
      const text = fileText(join(folder, one, "address"));
      return text === undefined ? [] : [text.trim().toLowerCase()];
    });
  } catch {
    return undefined;
  }
}

function rootIn(flags: readonly string[]): string | undefined {
  const at = flags.findIndex((one) => one === "-D" || one === "--directory");
  if (at >= 0) return flags[at + 1];
  return flags.find((one) => one.startsWith("--directory="))?.slice("--directory=".length);
}

/**
 * Whether a file is another's copy, made between the start of systemd-nspawn, or of the script that
 * became it, and that of the container's first process; later the container has written it itself.
 */
function isCopied(
  path: string,
  original: string,
  [from, to]: readonly [number | undefined, number | undefined],
): boolean | undefined {
  try {
    if (from === undefined || to === undefined) return undefined;
    const found = lstatSync(path, { throwIfNoEntry: false });
    const isFile = found?.isFile() === true && !lstatSync(join(path, "..")).isSymbolicLink();
    if (!isFile || found.size === 0 || found.ctimeMs < from - 50 || found.ctimeMs > to + 50) {
      return false;
    }
    return readFileSync(path).equals(readFileSync(original));
  } catch {
    return undefined;
  }
}

/**
 * When a process began, in ticks since the host was booted: field 22 of its stat (proc(5)). With its
 * number, it is another's never.
 * @returns undefined where there is no such process, or it may not be seen
 */
export function processStart(pid: number, proc = "/proc"): number | undefined {
  const text = fileText(join(proc, String(pid), "stat")) ?? "";
  // Its name, in parentheses, is the process's own choice, and may have some itself.
  const [, rest = ""] = /^.*\) (.*)$/s.exec(text) ?? [];
  const ticks = Number.parseInt(rest.split(" ")[19] ?? "", 10);
  return Number.isNaN(ticks) ? undefined : ticks;
}

/** When a process began, in milliseconds of the clock of files. */
function startOf(pid: string, proc: string): number | undefined {
  const ticks = processStart(Number(pid), proc) ?? NaN;
  const uptime = Number.parseFloat(fileText(join(proc, "uptime")) ?? "");
  const start = Date.now() - uptime * 1000 + ticks * 10;
  return Number.isFinite(start) ? start : undefined;
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
