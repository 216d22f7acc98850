import { readFileSync } from "node:fs";

/** A program that must not outlive this process. */
interface Running {
  readonly pid: number;
  /** Between SIGTERM and SIGKILL, in milliseconds. */
  readonly grace: number;
}

const running = new Set<Running>();
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Sees to it that a program ends when this process does: by an exit, or by Ctrl-C and other
 * signals that can be caught. Nix stops for SIGTERM in a build, and ends the builder; in an
 * evaluation it hears nothing, and needs SIGKILL.
 * @returns to be called when the program has ended
 */
export function endWithThisProcess(pid: number, grace: number): () => void {
  const one: Running = { pid, grace };
  if (running.size === 0) {
    process.on("exit", endAll);
    for (const signal of signals) process.on(signal, onSignal);
  }
  running.add(one);
  return () => {
    if (running.delete(one) && running.size === 0) stopListening();
  };
}

function stopListening(): void {
  process.off("exit", endAll);
  for (const signal of signals) process.off(signal, onSignal);
}

function onSignal(signal: NodeJS.Signals): void {
  // Another listener decides; if it exits, the programs end then.
  if (process.listenerCount(signal) > 1) return;
  endAll();
  stopListening();
  // Die of it, as if nobody had listened.
  process.kill(process.pid, signal);
}

/** Waits without the event loop, which does not run any more when a process exits. */
function endAll(): void {
  const started = Date.now();
  const left = new Set(running);
  for (const { pid } of left) send(pid, "SIGTERM");
  while (left.size > 0) {
    for (const one of left) {
      if (isGone(one.pid)) left.delete(one);
      else if (Date.now() - started >= one.grace) {
        send(one.pid, "SIGKILL");
        left.delete(one);
      }
    }
    if (left.size > 0) Atomics.wait(clock, 0, 0, 10);
  }
}

const clock = new Int32Array(new SharedArrayBuffer(4));

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended.
  }
}

/** An ended child is a zombie until the event loop runs again; only /proc tells. */
function isGone(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).startsWith("Z");
  } catch {
    return process.platform === "linux";
  }
}
