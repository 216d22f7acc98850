import { existsSync } from "node:fs";

/** The files that a config depends on, as they were met. */
export class InputFiles {
  readonly #all = new Set<string>();
  readonly #missing = new Set<string>();

  /** @param file absolute */
  readonly add = (file: string): void => {
    this.#all.add(file);
    if (!existsSync(file)) this.#missing.add(file);
  };

  /** Sorted. */
  lists(): { readonly inputs: readonly string[]; readonly missing: readonly string[] } {
    return { inputs: [...this.#all].sort(), missing: [...this.#missing].sort() };
  }
}
