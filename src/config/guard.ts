import { callSite } from "../authoring/call-site.js";
import { SiteError } from "../authoring/site-error.js";

/** What code of the user must not do to the process while it runs. */
export interface ProcessGuard {
  /** The first call of `process.exit`, also one whose error the config caught. */
  readonly exited: SiteError | undefined;
  /** Gives the process back as it was. */
  release(): void;
}

/**
 * Keeps code of the user from ending the process (NP009) and from writing to stdout, which is for
 * data: what it prints is for people, and goes to stderr.
 * @param quiet whether what it prints was printed before, by a first run of the same code
 */
export function guardProcess(quiet: boolean): ProcessGuard {
  printToStderr();
  let exited: SiteError | undefined;
  const exit = Reflect.get<typeof process, "exit">(process, "exit");
  const { stdout, stderr } = process;
  const [writeOut, writeErr] = [stdout, stderr].map((one) =>
    Reflect.get<typeof one, "write">(one, "write"),
  ) as [typeof stdout.write, typeof stderr.write];
  process.exit = function refuseExit(): never {
    const error = new SiteError(
      {
        code: "NP009",
        severity: "error",
        message: "the config ends the program with `process.exit`",
      },
      callSite(refuseExit),
    );
    exited ??= error;
    throw error;
  };
  stdout.write = quiet ? swallow : writeErr.bind(stderr);
  if (quiet) stderr.write = swallow;
  return {
    get exited() {
      return exited;
    },
    release() {
      process.exit = exit;
      stdout.write = writeOut;
      stderr.write = writeErr;
    },
  };
}

let printsToStderr = false;

/** For good: timers of a config may print after it was loaded, and nixpawn itself has no use for it. */
function printToStderr(): void {
  if (printsToStderr) return;
  printsToStderr = true;
  globalThis.console = new console.Console(process.stderr, process.stderr);
}

/** Takes what is written, and tells who waits for it. */
function swallow(_data: unknown, ...given: unknown[]): boolean {
  const done = given.findLast((one) => typeof one === "function");
  if (done !== undefined) process.nextTick(done);
  return true;
}
