/** What kind of mistake Nix complains of. */
export type FailureKind =
  | "syntax"
  | "undefined-variable"
  | "missing-attribute"
  | "type-error"
  | "infinite-recursion"
  | "option-does-not-exist"
  | "option-wrong-type"
  | "option-conflict"
  | "option-used-but-not-defined"
  | "failed-assertions"
  | "warnings"
  | "missing-file"
  | "throw"
  | "abort"
  | "restricted"
  /** A signal ended the program. */
  | "killed"
  | "feature-disabled"
  | "other";

/** A place that Nix mentions. */
export interface NixPosition {
  /** An absolute path; "«string»" or "«stdin»" for a text that was given to it. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units where the line's text is known, else in bytes, as Nix counts. */
  readonly column: number;
  /**
   * "error" for the place of the mistake itself, "mentioned" for one in the message, else Nix's
   * words: "while evaluating …".
   */
  readonly what: string;
}

/** Where an option is defined, as the module system tells it. */
export interface OptionDefinition {
  /** Without the line and the words that may follow it. */
  readonly file: string;
  /** The value, as Nix prints it, where it is told. */
  readonly value?: string;
}

/** What the module system was doing: with an option, with what a file defines, or both. */
export interface EvaluationContext {
  /** The path of the option whose value was being made. */
  readonly option?: readonly string[];
  /** The file whose definitions were being read; nixpkgs' own name for a module without a file. */
  readonly file?: string;
  /** The argument of the module in `file` that was being looked up. */
  readonly argument?: string;
}

/** One thing that Nix complains of. */
export interface NixFailure {
  readonly kind: FailureKind;
  /** Its own words: without "error:", traces, excerpts and colours. May have several lines. */
  readonly message: string;
  /** The option it is about: `["containers", "web", "config", "services", "nginx"]`. */
  readonly optionPath?: readonly string[];
  /** For a wrong type: what the option takes, in the words of nixpkgs. */
  readonly expected?: string;
  /** For options: where they are defined, and as what. */
  readonly definitions?: readonly OptionDefinition[];
  /** The variable, attribute, argument or file that is missing or refused; the feature. */
  readonly name?: string;
  /** Names that Nix or nixpkgs propose, the nearest first; for options the last name of the path. */
  readonly suggestions?: readonly string[];
  /** The failed assertions, or the warnings, one by one; for `assert` its condition. */
  readonly items?: readonly string[];
  /** Every place that is mentioned, the innermost first. */
  readonly positions: readonly NixPosition[];
  /** Options and files that were under way, the innermost first; all of them with `--show-trace`. */
  readonly context: readonly EvaluationContext[];
  /** All of it, as printed. */
  readonly raw: string;
}
