import type { ProblemCode } from "./problem-code.generated.js";

/** A point in a text file. Both count from 1; columns count UTF-16 code units, as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A range in one of the user's files. `end` is exclusive. */
export interface Place {
  /** Absolute path. */
  readonly file: string;
  readonly start: Position;
  readonly end?: Position;
}

export type Severity = "error" | "warning";

/** The way from the containers of a config down to a value: container name, option, index, … */
export type ValuePath = readonly (string | number)[];

/** Something else worth a look: where the value came from, who called the function that made it. */
export interface RelatedPlace {
  readonly message: string;
  readonly place: Place;
}

/** The one form in which anything wrong is told to the user. */
export interface Problem {
  readonly code: ProblemCode;
  readonly severity: Severity;
  /** One sentence without a final full stop; values and option names in backquotes. */
  readonly message: string;
  /** Where in the user's files; left out only where there is no such place. */
  readonly place?: Place;
  /** Which value, for problems found in the containers; `place` is worked out from it. */
  readonly path?: ValuePath;
  /** Point at the key rather than at the value: for unknown, removed or misplaced options. */
  readonly atKey?: boolean;
  /** Point at where the value was read of another container, and beside that at where it was written. */
  readonly atRead?: boolean;
  /** What to do: "did you mean `localAddress`?". */
  readonly hint?: string;
  readonly related?: readonly RelatedPlace[];
  /** The same by paths of values; turned into `related` when places are known. */
  readonly relatedPaths?: readonly { readonly message: string; readonly path: ValuePath }[];
  /** The raw words of another program, shown with --verbose. */
  readonly details?: string;
}

/** Carries problems out of code that cannot go on. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map((one) => `${one.code}: ${one.message}`).join("\n"));
    this.problems = problems;
  }
}

/** Whether any of the problems is an error. */
export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((one) => one.severity === "error");
}

/** The problems with every warning an error, for those who asked for that. */
export function asErrors(problems: readonly Problem[]): Problem[] {
  return problems.map((one) => ({ ...one, severity: "error" }));
}
