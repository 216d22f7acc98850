import { NP504, NP506, NP509 } from "../../problems/codes/program.js";
import type { Problem } from "../../problems/problem.js";
import type { NixFailure } from "./failure.js";

/** An evaluation failed, or a program of Nix that evaluates nothing. */
export type FailureCode = "NP504" | "NP509";

/** A failure as a problem, at its place in the file of Nix, if it has one. */
export function problemOfFailure(failure: NixFailure, code: FailureCode = "NP504"): Problem {
  const innermost = failure.positions.find(({ file }) => file.startsWith("/"));
  const place = innermost && {
    file: innermost.file,
    start: { line: innermost.line, column: innermost.column },
  };
  const where = { place, details: failure.raw };
  if (failure.kind === "feature-disabled") {
    return NP506.disabled({ feature: failure.name ?? "" }, where);
  }
  const severity = failure.kind === "warnings" ? "warning" : "error";
  const said = { severity, message: summaryOf(failure), hint: hintOf(failure) } as const;
  return code === "NP504" ? NP504.failed(said, where) : NP509.failed(said, where);
}

/** One sentence; lists that belong to it stay. */
function summaryOf({ message, items }: NixFailure): string {
  if (items !== undefined && items.length > 0) return message;
  return message
    .replace(/(?:[.]? Definition values:|:)\n- In `[^]*$/, "")
    .replace(/\n\nDid you mean [^]*$/, "")
    .replace(/[.:]$/, "");
}

function hintOf({ kind, suggestions = [], expected }: NixFailure): string | undefined {
  const [suggestion] = suggestions;
  if (suggestion !== undefined) return `did you mean \`${suggestion}\`?`;
  if (kind === "option-wrong-type" && expected !== undefined) return `it takes: ${expected}`;
  return undefined;
}
