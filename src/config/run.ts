import { pathToFileURL } from "node:url";
import { misuses } from "../authoring/misuses.js";
import type { CallSite } from "../nix/value.js";
import { ProblemError, type Place, type Problem } from "../problems/problem.js";
import { guardProcess } from "./guard.js";
import { importModule } from "./import-module.js";
import type { Origins } from "./origins.js";
import { provideLibrary } from "./own-library.js";
import { toldProblems } from "./operators/told.js";
import { thrownProblems } from "./thrown.js";

/** What a bundle exports. */
export interface Exports {
  readonly hasDefault: boolean;
  /** The default export, awaited. */
  readonly value: unknown;
  /** What it did with Nix expressions that only Nix can do, with places. */
  readonly told: readonly Problem[];
}

let runs = 0;

/**
 * Runs a bundle.
 * @param files the files of the bundle that are the user's own
 * @param origins of a trace: a second run of the same config, which is not to print again
 * @throws ProblemError NP005 … NP009 for what the config throws, rejects or never finishes
 */
export async function run(
  bundle: string,
  placeOf: (site: CallSite | undefined) => Place | undefined,
  files: readonly string[],
  origins?: Origins,
): Promise<Exports> {
  const told = (): Problem[] => toldProblems(misuses.take(), files, origins?.hintAt);
  const problemsOf = (error: unknown, what = "the config threw"): ProblemError =>
    thrownProblems(error, placeOf, what, origins?.thrownAt(error));
  runs += 1;
  // Node keeps every module by its URL; a new run of the same bundle wants new values.
  const url = `${pathToFileURL(bundle).href}?run=${String(runs)}`;
  provideLibrary();
  misuses.take();
  const guard = guardProcess(origins !== undefined);
  let stop: (problem: ProblemError) => void = () => undefined;
  const stopped = new Promise<never>((_resolve, reject) => {
    stop = reject;
  });
  // Nobody may be waiting when it comes.
  stopped.catch(() => undefined);
  let imported = false;
  const onEmpty = (): void => {
    stop(
      imported
        ? problem("NP008", "the default export is a promise that never settles")
        : problem("NP008", "the config waits at its top level for something that never happens"),
    );
  };
  const onRejection = (reason: unknown): void => {
    stop(problemsOf(reason, "a promise of the config was rejected"));
  };
  const onException = (error: unknown): void => {
    stop(problemsOf(error));
  };
  process.once("beforeExit", onEmpty);
  process.on("unhandledRejection", onRejection);
  process.on("uncaughtException", onException);
  try {
    const exports = await Promise.race([
      importModule(url) as Promise<Readonly<Record<string, unknown>>>,
      stopped,
    ]);
    imported = true;
    const value: unknown = await Promise.race([exports.default, stopped]);
    // A promise that nobody awaits is found rejected only after this turn.
    await Promise.race([new Promise((resolve) => setImmediate(resolve)), stopped]);
    if (guard.exited !== undefined) throw guard.exited;
    return { hasDefault: "default" in exports, value, told: told() };
  } catch (error) {
    const before = told();
    const { missingExport } = await import("./missing-export.js");
    const missing = missingExport(error, files);
    if (missing !== undefined) throw new ProblemError([missing]);
    // What it threw afterwards may well come of that.
    const consequence = before.length > 0 && !(error instanceof ProblemError);
    throw new ProblemError([
      ...before,
      ...(consequence ? [] : problemsOf(guard.exited ?? error).problems),
    ]);
  } finally {
    guard.release();
    process.off("beforeExit", onEmpty);
    process.off("unhandledRejection", onRejection);
    process.off("uncaughtException", onException);
  }
}

function problem(code: Problem["code"], message: string): ProblemError {
  return new ProblemError([{ code, severity: "error", message }]);
}
