import type { CallSite } from "../nix/value.js";

/**
 * Where the function that called `callee` was called from, as V8 saw it; undefined where V8 does
 * not tell. Positions are those of the running code: src/config/ maps them to the user's file.
 */
export function callSite(callee: (...given: never[]) => unknown): CallSite | undefined {
  const { stackTraceLimit } = Error;
  const prepareStackTrace = Reflect.get<typeof Error, "prepareStackTrace">(
    Error,
    "prepareStackTrace",
  );
  const holder: { stack?: unknown } = {};
  try {
    Error.stackTraceLimit = 1;
    Error.prepareStackTrace = (_error, frames) => frames[0];
    Error.captureStackTrace(holder, callee);
    const frame = holder.stack as NodeJS.CallSite | undefined;
    const file = frame?.getFileName();
    if (frame === undefined || typeof file !== "string") return undefined;
    return new FrameSite(file, frame);
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
