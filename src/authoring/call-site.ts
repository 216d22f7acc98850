import type { CallSite } from "../nix/value.js";

/** How many calls are looked through for one that stands in a file. */
const deepest = 20;

/**
 * Where the function that called `callee` was called from, as V8 saw it; undefined where V8 does
 * not tell. Positions are those of the running code: src/load/ maps them to the user's file.
 */
export function callSite(callee: (...given: never[]) => unknown): CallSite | undefined {
  const [nearest] = framesAbove(callee, 1);
  // JavaScript's own functions have no file: `[pkgs.curl].join()` is called further out.
  return nearest ?? framesAbove(callee, deepest)[0];
}

/** Whether JavaScript or Node itself called `callee`, such as JSON.stringify, and no code in a file. */
export function isCalledByLanguage(callee: (...given: never[]) => unknown): boolean {
  return framesAbove(callee, 1).length === 0;
}

/** Whether a part of Node that is written in JavaScript called `callee`. */
export function isCalledByNode(callee: (...given: never[]) => unknown): boolean {
  return stackAbove(callee, 1)[0]?.getFileName()?.startsWith("node:") === true;
}

/** All places that the call of `callee` goes through, innermost first. */
export function callSites(callee: (...given: never[]) => unknown): readonly CallSite[] {
  return framesAbove(callee, deepest);
}

function framesAbove(callee: (...given: never[]) => unknown, limit: number): FrameSite[] {
  return stackAbove(callee, limit).flatMap((frame) => {
    const file = frame.getFileName();
    return typeof file === "string" && !file.startsWith("node:")
      ? [new FrameSite(file, frame)]
      : [];
  });
}

function stackAbove(
  callee: (...given: never[]) => unknown,
  limit: number,
): readonly NodeJS.CallSite[] {
  const { stackTraceLimit } = Error;
  const prepareStackTrace = Reflect.get<typeof Error, "prepareStackTrace">(
    Error,
    "prepareStackTrace",
  );
  const holder: { stack?: unknown } = {};
  try {
    Error.stackTraceLimit = limit;
    Error.prepareStackTrace = (_error, frames) => frames;
    Error.captureStackTrace(holder, callee);
    return (holder.stack ?? []) as readonly NodeJS.CallSite[];
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/**
 * A site whose position is worked out when it is asked for. V8 looks for it from the start of the
 * function, and all containers of a config may be written in one; hardly any is asked for.
 */
class FrameSite implements CallSite {
  readonly #frame: NodeJS.CallSite;

  constructor(
    readonly file: string,
    frame: NodeJS.CallSite,
  ) {
    this.#frame = frame;
  }

  get line(): number {
    return this.#frame.getLineNumber() ?? 1;
  }

  get column(): number {
    return this.#frame.getColumnNumber() ?? 1;
  }
}
