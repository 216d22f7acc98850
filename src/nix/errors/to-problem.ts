import type { Problem } from "../../problems/problem.js";
import type { NixFailure } from "./failure.js";

/** A failure as a problem, at its place in the file of Nix, if it has one. */
export function problemOfFailure(failure: NixFailure): Problem {
  const [innermost] = failure.positions.filter(({ file }) => file.startsWith("/"));
  const [suggestion] = failure.suggestions ?? [];
  return {
    code: "NP504",
    severity: failure.kind === "warnings" ? "warning" : "error",
    message: failure.message,
    ...(innermost === undefined
      ? {}
      : {
          place: {
            file: innermost.file,
            start: { line: innermost.line, column: innermost.column },
          },
        }),
    ...(suggestion === undefined ? {} : { hint: `did you mean \`${suggestion}\`?` }),
    details: failure.raw,
  };
}
