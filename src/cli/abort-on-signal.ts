const ending = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs a task that Ctrl-C, a termination or the end of the terminal ends through its signal, so that
 * what it started is ended too before this process is.
 */
export async function interruptible<Result>(
  task: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const stop = (): void => {
    controller.abort();
  };
  // The handler of the program, which ends at once, makes room.
  const others = process.listeners("SIGINT");
  process.removeAllListeners("SIGINT");
  for (const name of ending) process.on(name, stop);
  try {
    return await task(controller.signal);
  } finally {
    for (const name of ending) process.off(name, stop);
    for (const one of others) process.on("SIGINT", one);
  }
}
