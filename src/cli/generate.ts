import { compileUnlessKnown, type KnownConfig } from "../plan/compile.js";
import { modulePlaces } from "../targets/places.js";
import { isUpToDate } from "../tree/up-to-date.js";
import { exitCodes } from "./exit-codes.js";
import type { GenerateOptions, GenerateResult } from "./generate-options.js";
import { runningUserCode } from "./interrupt.js";
import { report } from "./reporter.js";
import { jsonOf, showChanges } from "./show-changes.js";

/** `nixpawn generate`: one run. */
export async function generate(options: GenerateOptions): Promise<GenerateResult> {
  const cwd = process.cwd();
  const { config: configFile, target, root, outDir = root, strict } = options;
  const compiled = await runningUserCode(() =>
    compileUnlessKnown({ cwd, configFile, target, outDir, strict }),
  );
  if ("known" in compiled && isAsBefore(compiled, options)) {
    return tellUnchanged(compiled, options, cwd);
  }
  const { generateTree } = await import("./generate-tree.js");
  const complete =
    "known" in compiled ? await runningUserCode(() => compiled.complete()) : compiled;
  return generateTree(complete, options, cwd);
}

/** Whether the config means what it meant before, and the tree on disk says so. */
function isAsBefore({ known, settings }: KnownConfig, { root, diff }: GenerateOptions): boolean {
  if (root !== undefined || diff || settings.target === "units") return false;
  return isUpToDate(settings.outDir, known.files, modulePlaces);
}

async function tellUnchanged(
  { known, settings, inputs, missing }: KnownConfig,
  options: GenerateOptions,
  cwd: string,
): Promise<GenerateResult> {
  const unchanged = known.files.map(({ path }) => path);
  const changes = { created: [], changed: [], removed: [], unchanged, problems: [] };
  await report([], { ...options, cwd }, jsonOf(changes));
  if (options.format === "human") await showChanges(changes, settings.outDir, options, cwd);
  return { exitCode: exitCodes.done, inputs, missing };
}
