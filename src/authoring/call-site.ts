import type { CallSite } from "../nix/value.js";

/**
 * Where the function that called `callee` was called from, as V8 saw it; undefined where V8 does
 * not tell. Positions are those of the running code: src/config/ maps them to the user's file.
 */
export function callSite(callee: (...given: never[]) => unknown): CallSite | undefined {
  return siteAmong(callee, 1);
}

/** The same for what the language itself may have called (`[one].join()`): the nearest code around. */
export function nearestSite(callee: (...given: never[]) => unknown): CallSite | undefined {
  return siteAmong(callee, 20);
}

function siteAmong(callee: (...given: never[]) => unknown, most: number): CallSite | undefined {
  const { stackTraceLimit } = Error;
  const prepareStackTrace = Reflect.get<typeof Error, "prepareStackTrace">(
    Error,
    "prepareStackTrace",
  );
  const holder: { stack?: unknown } = {};
  try {
    Error.stackTraceLimit = most;
    Error.prepareStackTrace = (_error, frames) => frames;
    Error.captureStackTrace(holder, callee);
    for (const frame of holder.stack as NodeJS.CallSite[]) {
      const file = frame.getFileName();
      if (typeof file === "string") return new FrameSite(file, frame);
    }
    return undefined;
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
