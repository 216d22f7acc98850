import { readFileSync } from "node:fs";

/** A program that must not outlive this process. */
export interface Running {
  readonly pid: number;
  /** Between SIGTERM and SIGKILL, in milliseconds. */
  readonly grace: number;
  /** Closes our ends of its pipes: nobody reads them any more, and writing would block it. */
  readonly close: () => void;
}

const running = new Set<Running>();
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Sees to it that a program ends when this process does: by an exit, or by Ctrl-C and other
 * signals that can be caught. Nix stops for SIGTERM in a build, and ends the builder; in an
 * evaluation it hears nothing, and needs SIGKILL.
 * @returns to be called when the program has ended
 */
export function endWithThisProcess(one: Running): () => void {
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

/** The system takes a moment to clear away the memory of a process, also after SIGKILL. */
const clearing = process.platform === "linux" ? 2000 : 0;

/** Waits without the event loop, which does not run any more when a process exits. */
function endAll(): void {
  const started = Date.now();
  const left = new Set(running);
  const killed = new Set<Running>();
  for (const { pid, close } of left) {
    send(pid, "SIGTERM");
    close();
  }
  while (left.size > 0) {
    const elapsed = Date.now() - started;
    for (const one of left) {
      if (elapsed >= one.grace && !killed.has(one)) {
        send(one.pid, "SIGKILL");
        killed.add(one);
      }
      if (isGone(one.pid) || elapsed >= one.grace + clearing) left.delete(one);
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
