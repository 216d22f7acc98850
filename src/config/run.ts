import { pathToFileURL } from "node:url";
import type { CallSite } from "../nix/value.js";
import { SiteError } from "../authoring/site-error.js";
import { ProblemError, type Place, type Problem } from "../problems/problem.js";
import { stackSites } from "./source-places.js";

let runs = 0;

/**
 * Runs a bundle and returns what it exports.
 * @throws ProblemError NP006 … NP009 for what the config throws, rejects or never finishes
 */
export async function run(
  bundle: string,
  placeOf: (site: CallSite | undefined) => Place | undefined,
): Promise<Readonly<Record<string, unknown>>> {
  runs += 1;
  // Node keeps every module by its URL; a new run of the same bundle wants new values.
  const url = `${pathToFileURL(bundle).href}?run=${String(runs)}`;
  const restoreConsole = consoleToStderr();
  const exit = Reflect.get<typeof process, "exit">(process, "exit");
  let stop: (problem: ProblemError) => void = () => undefined;
  const stopped = new Promise<never>((_resolve, reject) => {
    stop = reject;
  });
  const onEmpty = (): void => {
    stop(problem("NP008", "the config waits at its top level for something that never happens"));
  };
  const onRejection = (reason: unknown): void => {
    stop(thrown(reason, placeOf, "a promise of the config was rejected"));
  };
  // From a timer or another callback.
  const onException = (error: unknown): void => {
    stop(thrown(error, placeOf, "the config threw"));
  };
  process.exit = () => {
    throw problem("NP009", "the config ends the program with `process.exit`");
  };
  process.once("beforeExit", onEmpty);
  process.on("unhandledRejection", onRejection);
  process.on("uncaughtException", onException);
  try {
    const exports = await Promise.race([
      import(url) as Promise<Readonly<Record<string, unknown>>>,
      stopped,
    ]);
    // A promise that nobody awaits is found rejected only after this turn.
    await Promise.race([new Promise((resolve) => setImmediate(resolve)), stopped]);
    return exports;
  } catch (error) {
    throw thrown(error, placeOf, "the config threw");
  } finally {
    restoreConsole();
    process.exit = exit;
    process.off("beforeExit", onEmpty);
    process.off("unhandledRejection", onRejection);
    process.off("uncaughtException", onException);
  }
}

function thrown(
  error: unknown,
  placeOf: (site: CallSite | undefined) => Place | undefined,
  what: string,
): ProblemError {
  // An error of another realm is no instance of this one's Error.
  const { message, stack } = (typeof error === "object" && error !== null ? error : {}) as {
    message?: unknown;
    stack?: unknown;
  };
  const places = stackSites(typeof stack === "string" ? stack : undefined)
    .map((site) => placeOf(site))
    .filter((place) => place !== undefined);
  if (error instanceof ProblemError) {
    const place = error instanceof SiteError ? placeOf(error.site) : places[0];
    return new ProblemError(
      error.problems.map((one) => ({ ...(place === undefined ? {} : { place }), ...one })),
    );
  }
  const [place, ...callers] = places;
  return new ProblemError([
    {
      code: "NP006",
      severity: "error",
      message: `${what}: ${typeof message === "string" ? message : String(error)}`,
      ...(place === undefined ? {} : { place }),
      ...(callers.length === 0
        ? {}
        : { related: callers.map((caller) => ({ message: "called from here", place: caller })) }),
    },
  ]);
}

function problem(code: Problem["code"], message: string): ProblemError {
  return new ProblemError([{ code, severity: "error", message }]);
}

/** What a config prints is for people; stdout is for data. */
function consoleToStderr(): () => void {
  const { log, info, debug } = console;
  console.log = console.info = console.debug = console.error.bind(console);
  return () => {
    Object.assign(console, { log, info, debug });
  };
}
