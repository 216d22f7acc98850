import { ProblemError } from "../problems/problem.js";
import { exitCodes } from "./exit-codes.js";
import { generate, type GenerateOptions } from "./generate.js";
import { report } from "./reporter.js";
import { changedSince, watchInputs, type InputWatcher } from "./watch-inputs.js";

/**
 * `nixpawn generate --watch`: generates again at every change of an input, until interrupted.
 * Returns an exit code only where the files cannot be watched.
 */
export async function watch(options: GenerateOptions): Promise<number> {
  let watcher: InputWatcher | undefined;
  try {
    for (;;) {
      watcher?.forget();
      const started = Date.now();
      const { inputs } = await generate(options);
      if (watcher?.inputs.join("\0") !== inputs.join("\0")) {
        const next = await watchInputs(inputs);
        // What changed before the new watcher saw anything.
        if (watcher?.isDirty() === true || changedSince(inputs, started)) next.markDirty();
        if (watcher === undefined) process.stderr.write("watching for changes; Ctrl-C ends\n");
        await watcher?.close();
        watcher = next;
      }
      await watcher.changed();
    }
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    await report(error.problems, { ...options, cwd: process.cwd() });
    return exitCodes.problems;
  }
}
