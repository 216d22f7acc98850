import { hasErrors } from "../problems/problem.js";
import { compileUnlessKnown } from "../plan/compile.js";
import { exitCodes } from "./exit-codes.js";
import { runningUserCode } from "./interrupt.js";
import type { GlobalOptions } from "./options.js";
import { report, shortPath } from "./reporter.js";

/** `nixpawn validate`: all problems of a config. Returns the exit code. */
export async function validate(options: GlobalOptions): Promise<number> {
  const cwd = process.cwd();
  const compiled = await runningUserCode(() =>
    compileUnlessKnown({ cwd, configFile: options.config, strict: options.strict }),
  );
  const { problems, count } =
    "known" in compiled
      ? { problems: [], count: compiled.count }
      : { problems: compiled.problems, count: compiled.plan?.containers.length };
  await report(problems, { ...options, cwd });
  if (hasErrors(problems) || count === undefined) return exitCodes.problems;
  if (options.format === "human") {
    const file = shortPath(compiled.configFile ?? "", cwd);
    process.stderr.write(`${file}: ${count} container${count === 1 ? "" : "s"}, no errors\n`);
  }
  return exitCodes.done;
}
