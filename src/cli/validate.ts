import { hasErrors } from "../problems/problem.js";
import { compileConfig } from "../spec/compile.js";
import { exitCodes } from "./exit-codes.js";
import { runningUserCode } from "./interrupt.js";
import type { GlobalOptions } from "./options.js";
import { report, shortPath } from "./reporter.js";

/** `nixpawn validate`: all problems of a config. Returns the exit code. */
export async function validate(options: GlobalOptions): Promise<number> {
  const cwd = process.cwd();
  const { problems, plan, configFile } = await runningUserCode(() =>
    compileConfig({ cwd, configFile: options.config, strict: options.strict }),
  );
  await report(problems, { ...options, cwd });
  if (hasErrors(problems) || plan === undefined) return exitCodes.problems;
  if (options.format === "human") {
    const count = plan.containers.length;
    process.stderr.write(
      `${shortPath(configFile ?? "", cwd)}: ${String(count)} container${count === 1 ? "" : "s"}, no errors\n`,
    );
  }
  return exitCodes.done;
}
