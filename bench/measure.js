// @ts-check
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * A program to run.
 * @typedef {object} Command
 * @property {string} program
 * @property {readonly string[]} words
 * @property {string} folder where it runs
 * @property {number} exitCode what it must end with: a failure is no measurement
 * @property {Readonly<Record<string, string>>} [env] more variables
 */

/** What makes each start of Node slower here, and not elsewhere, is left out. */
export const env = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !["NODE_EXTRA_CA_CERTS", "NODE_OPTIONS"].includes(name),
  ),
);

/**
 * Time from the start of a process to its end, in milliseconds; what it says is not read.
 * @param {Command} command
 */
export function timeOf(command) {
  const options = { cwd: command.folder, env };
  const start = process.hrtime.bigint();
  const { status, error } = spawnSync(command.program, command.words, {
    ...options,
    stdio: "ignore",
  });
  const end = process.hrtime.bigint();
  if (error !== undefined) throw error;
  demandExit(command, status);
  return Number(end - start) / 1e6;
}

/**
 * Time of a long run in milliseconds, and the most memory that was resident at once, in megabytes,
 * of it and of the processes it starts: looked at fifty times a second, which takes next to nothing.
 * @param {Command} command
 * @returns {Promise<{ time: number, memory: number }>}
 */
export async function watch(command) {
  const start = process.hrtime.bigint();
  const child = spawn(command.program, command.words, {
    cwd: command.folder,
    env: { ...env, ...command.env },
    stdio: "ignore",
  });
  let most = 0;
  const timer = setInterval(() => {
    if (child.pid !== undefined) most = Math.max(most, residentNow(child.pid));
  }, 20);
  const status = await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", resolve);
  }).finally(() => clearInterval(timer));
  const time = Number(process.hrtime.bigint() - start) / 1e6;
  demandExit(command, status);
  return { time, memory: most / 1000 };
}

/** Kilobytes that a process and its children have resident. @param {number} pid @returns {number} */
function residentNow(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const resident = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1.024;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
    return children
      .split(" ")
      .filter(Boolean)
      .reduce((sum, one) => sum + residentNow(Number(one)), resident);
  } catch {
    // It has just ended, or there is no /proc.
    return 0;
  }
}

/**
 * Most memory that was resident, in megabytes, of a process and the processes it starts, each
 * at its own peak; undefined where there is no /proc. Looking costs processor time, so a run is timed or looked at.
 * @param {Command} command
 * @returns {Promise<number | undefined>}
 */
export async function memoryOf(command) {
  const child = spawn(command.program, command.words, {
    cwd: command.folder,
    env,
    stdio: "ignore",
  });
  /** @type {Map<number, number>} */
  const peaks = new Map();
  let ended = false;
  const look = () => {
    if (ended || child.pid === undefined) return;
    lookAt(child.pid, peaks);
    setImmediate(look);
  };
  look();
  const status = await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => {
      ended = true;
      resolve(code);
    });
  });
  demandExit(command, status);
  if (peaks.size === 0) return undefined;
  return [...peaks.values()].reduce((sum, one) => sum + one) / 1000;
}

/**
 * Notes the peak of a process and its children so far, in kilobytes. The kernel keeps the peak, so
 * the last look counts; of a process that has yet to become another program, too.
 * @param {number} pid
 * @param {Map<number, number>} peaks
 */
function lookAt(pid, peaks) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const peak = /^VmHWM:\s+(\d+)/m.exec(status)?.[1];
    if (peak !== undefined) peaks.set(pid, Number(peak) * 1.024);
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
    for (const one of children.split(" ").filter(Boolean)) lookAt(Number(one), peaks);
  } catch {
    // It has just ended, or there is no /proc.
  }
}

/**
 * @param {Command} command
 * @param {number | null} status
 */
function demandExit({ program, words, folder, exitCode, env: more }, status) {
  if (status === exitCode) return;
  const { stdout, stderr } = spawnSync(program, words, {
    cwd: folder,
    env: { ...env, ...more },
    encoding: "utf8",
  });
  const line = [program, ...words].join(" ");
  throw new Error(`${line} ended with ${status}; once more, it says:\n${stdout}${stderr}`);
}

/** @param {readonly number[]} numbers */
export function median(numbers) {
  const sorted = [...numbers].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}
