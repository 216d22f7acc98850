import type { Problem } from "./problem.js";
import { pathInWords } from "./value-path.js";

/**
 * Problems as plain data, for other programs: code, severity, message, and where known file,
 * line, column, endLine, endColumn (from 1), path, hint, related (schemas/problems.schema.json).
 */
export function problemsToJson(problems: readonly Problem[]): unknown[] {
  return problems.map(({ code, severity, message, place, path, hint, related }) => ({
    code,
    severity,
    message,
    ...(place === undefined
      ? {}
      : {
          file: place.file,
          line: place.start.line,
          column: place.start.column,
          ...(place.end === undefined
            ? {}
            : { endLine: place.end.line, endColumn: place.end.column }),
        }),
    ...(path === undefined ? {} : { path: pathInWords(path) }),
    ...(hint === undefined ? {} : { hint }),
    ...(related === undefined
      ? {}
      : {
          related: related.map((one) => ({
            message: one.message,
            file: one.place.file,
            line: one.place.start.line,
            column: one.place.start.column,
          })),
        }),
  }));
}
