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
    const line = frame?.getLineNumber();
    const column = frame?.getColumnNumber();
    if (typeof file !== "string" || line == null || column == null) return undefined;
    return { file, line, column };
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
    Error.stackTraceLimit = stackTraceLimit;
  }
}
