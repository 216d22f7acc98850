import { pathToFileURL } from "node:url";
import { absentTexts, type AbsentText } from "../authoring/absent-texts.js";
import { misuses } from "../authoring/misuses.js";
import type { CallSite } from "../nix/value.js";
import { NP008 } from "../problems/codes/config.js";
import { ProblemError, type Place, type Problem } from "../problems/problem.js";
import { guardProcess, type ChangedLanguage } from "./guard/process-guard.js";
import { importModule } from "./bundle/import-module.js";
import { placeOfAssignment } from "./origins/assigned-place.js";
import { configLoaded, configRuns } from "./guard/late-faults.js";
import type { Origins } from "./origins/origins.js";
import { provideLibrary } from "./bundle/own-library.js";
import { takeThrownMisuses } from "../authoring/thrown-misuses.js";
import { caughtProblems } from "./operators/caught.js";
import { toldProblems } from "./operators/told.js";
import { thrownProblems } from "./thrown.js";

/** What a bundle exports. */
export interface Exports {
  readonly hasDefault: boolean;
  /** The default export, awaited. */
  readonly value: unknown;
  /** What it did with Nix expressions that only Nix can do, with places. */
  readonly told: readonly Problem[];
  /** Where it made texts of what is not there. */
  readonly absentTexts: readonly AbsentText[];
}

let runs = 0;

/**
 * Runs the bundle of a config.
 * @param files the files of the bundle that are the user's own
 * @param origins of a trace: a second run of the same config, which is not to print again
 * @throws ProblemError NP005 … NP009 for what the config throws, rejects or never finishes
 */
export async function run(
  config: string,
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
  absentTexts.take();
  takeThrownMisuses();
  const guard = guardProcess(origins !== undefined);
  const finished = configRuns();
  let stop: (problem: ProblemError) => void = () => undefined;
  let imported = false;
  const onEmpty = (): void => {
    stop(new ProblemError([imported ? NP008.export() : NP008.wait()]));
  };
  const problemsOfStray = (error: unknown, rejected: boolean): ProblemError =>
    problemsOf(error, rejected ? "a promise of the config was rejected" : undefined);
  const onRejection = (reason: unknown): void => {
    stop(problemsOfStray(reason, true));
  };
  const onException = (error: unknown): void => {
    stop(problemsOfStray(error, false));
  };
  process.once("beforeExit", onEmpty);
  process.on("unhandledRejection", onRejection);
  process.on("uncaughtException", onException);
  try {
    // What follows the import is set up before it: the config may change what promises do.
    const stopped = new Promise<never>((_resolve, reject) => {
      stop = reject;
    });
    // Nobody may be waiting when it comes.
    stopped.catch(() => undefined);
    const failed = (error: unknown): never => {
      guard.restoreLanguage();
      throw error;
    };
    const settled = importModule(url).then((found) => {
      guard.restoreLanguage();
      return found as Readonly<Record<string, unknown>>;
    }, failed);
    const exports = await Promise.race([settled, stopped.catch(failed)]);
    imported = true;
    const value: unknown = await Promise.race([exports.default, stopped]);
    await Promise.race([turn(), stopped]);
    if (guard.exited !== undefined) throw guard.exited;
    guard.restoreLanguage();
    if (guard.changed !== undefined) throw await changedBy(guard.changed, files, origins);
    // What comes later may have no place of its own: Node's errors have none.
    const start: Place = { file: config, start: { line: 1, column: 1 } };
    configLoaded({
      placeOf,
      problemOf: (error, rejected) =>
        problemsOfStray(error, rejected).problems.map((one) => ({ place: start, ...one })),
    });
    const absent = absentTexts.take();
    const found = told();
    const caught = caughtProblems(takeThrownMisuses(), placeOf, found);
    return {
      hasDefault: "default" in exports,
      value,
      told: [...found, ...caught],
      absentTexts: absent,
    };
  } catch (error) {
    guard.restoreLanguage();
    if (guard.exited === undefined && guard.changed !== undefined) {
      throw await changedBy(guard.changed, files, origins);
    }
    const before = told();
    const { missingExport } = await import("./bundle/missing-export.js");
    const missing = missingExport(error, files);
    if (missing !== undefined) throw new ProblemError([missing]);
    // What it threw afterwards may well come of that.
    const consequence = before.length > 0 && !(error instanceof ProblemError);
    const others = consequence ? [] : problemsOf(guard.exited ?? error).problems;
    const caught = caughtProblems(takeThrownMisuses(), placeOf, [...before, ...others]);
    throw new ProblemError([...before, ...caught, ...others]);
  } finally {
    guard.release();
    finished();
    process.off("beforeExit", onEmpty);
    process.off("unhandledRejection", onRejection);
    process.off("uncaughtException", onException);
  }
}

/**
 * What a config leaves behind comes to light: a promise that nobody awaits is found rejected only
 * after this turn, and a timer that is due at once has still to be called.
 */
async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  if (!process.getActiveResourcesInfo().includes("Timeout")) return;
  await new Promise((resolve) => setTimeout(resolve, 2));
  await new Promise((resolve) => setImmediate(resolve));
}

async function changedBy(
  { problem: told, intrinsics }: ChangedLanguage,
  files: readonly string[],
  origins?: Origins,
): Promise<ProblemError> {
  let place = placeOfAssignment(intrinsics, origins);
  if (place === undefined) {
    try {
      const { placeOfChange } = await import("./origins/changed-place.js");
      place = placeOfChange(files, intrinsics, origins === undefined);
    } catch {
      // What cannot be put back may be in the way of any code.
    }
  }
  return new ProblemError([{ ...told, ...(place === undefined ? {} : { place }) }]);
}
