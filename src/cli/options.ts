import type { Format } from "./reporter.js";

/** Options of every command. */
export interface GlobalOptions {
  readonly config?: string | undefined;
  readonly format: Format;
  readonly strict: boolean;
  readonly verbose: boolean;
}
