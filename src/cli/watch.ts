import { onLateFault } from "../load/guard/late-faults.js";
import { ProblemError } from "../problems/problem.js";
import { exitCodes } from "./exit-codes.js";
import { generate } from "./generate.js";
import type { GenerateOptions } from "./generate-options.js";
import { report } from "./reporter.js";
import { changedSince, watchInputs, watchKey, type InputWatcher } from "./watch-inputs.js";

/**
 * `nixpawn generate --watch`: generates again at every change of an input, until interrupted.
 * Returns an exit code only where the files cannot be watched.
 */
export async function watch(options: GenerateOptions): Promise<number> {
  let watcher: InputWatcher | undefined;
  // What a config does after its run is told when it happens.
  onLateFault(() => {
    void report([], { ...options, cwd: process.cwd() });
  });
  try {
    for (;;) {
      watcher?.forget();
      const started = Date.now();
      const { inputs, missing } = await generate(options);
      if (watcher?.key !== watchKey(inputs)) {
        const isFirst = watcher === undefined;
        const wasDirty = watcher?.isDirty() === true;
        // Closed first: of two watchers of a folder the second hears what the first does, even
        // where another folder has taken the name by now.
        await watcher?.close();
        watcher = await watchInputs(inputs);
        if (wasDirty || changedSince(inputs, missing, started)) watcher.markDirty();
        if (isFirst) process.stderr.write("watching for changes; Ctrl-C ends\n");
      }
      await watcher.changed();
    }
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    await report(error.problems, { ...options, cwd: process.cwd() });
    return exitCodes.problems;
  }
}
