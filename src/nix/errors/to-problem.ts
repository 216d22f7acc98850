import type { Problem } from "../../problems/problem.js";
import type { NixFailure } from "./failure.js";

/** An evaluation failed, or a program of Nix that evaluates nothing. */
export type FailureCode = "NP504" | "NP509";

/** A failure as a problem, at its place in the file of Nix, if it has one. */
export function problemOfFailure(failure: NixFailure, code: FailureCode = "NP504"): Problem {
  const innermost = failure.positions.find(({ file }) => file.startsWith("/"));
  const hint = hintOf(failure);
  return {
    code: failure.kind === "feature-disabled" ? "NP506" : code,
    severity: failure.kind === "warnings" ? "warning" : "error",
    message: summaryOf(failure),
    ...(innermost === undefined
      ? {}
      : {
          place: {
            file: innermost.file,
            start: { line: innermost.line, column: innermost.column },
          },
        }),
    ...(hint === undefined ? {} : { hint }),
    details: failure.raw,
  };
}

/** One sentence; lists that belong to it stay. */
function summaryOf({ kind, message, items, name }: NixFailure): string {
  if (kind === "feature-disabled") {
    return `Nix does not allow its experimental feature \`${name ?? ""}\``;
  }
  if (items !== undefined && items.length > 0) return message;
  return message
    .replace(/(?:[.]? Definition values:|:)\n- In `[^]*$/, "")
    .replace(/\n\nDid you mean [^]*$/, "")
    .replace(/[.:]$/, "");
}

function hintOf({ kind, name, suggestions = [], expected }: NixFailure): string | undefined {
  if (kind === "feature-disabled") {
    return `add it to the settings of Nix: extra-experimental-features = ${name ?? ""}`;
  }
  const [suggestion] = suggestions;
  if (suggestion !== undefined) return `did you mean \`${suggestion}\`?`;
  if (kind === "option-wrong-type" && expected !== undefined) return `it takes: ${expected}`;
  return undefined;
}
