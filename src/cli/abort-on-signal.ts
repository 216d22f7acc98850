/**
 * Runs a task that Ctrl-C or a termination ends through its signal, so that what it started is
 * ended too before this process is.
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
  process.on("SIGINT", stop).on("SIGTERM", stop);
  try {
    return await task(controller.signal);
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
    for (const one of others) process.on("SIGINT", one);
  }
}
