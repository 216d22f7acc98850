import type { Mark } from "../nix/printer.js";
import type { Plan } from "../spec/plan.js";
import type { PrintMemory } from "./print-memory.js";

/** One file of a tree. */
export interface GeneratedFile {
  /** Relative to the output folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** Of the text: SHA-256, hexadecimal. */
  readonly hash: string;
  /** Which part of the text came from which value of the config. */
  readonly marks: readonly Mark[];
}

/** The generated files of a target, sorted by path. */
export interface Tree {
  readonly files: readonly GeneratedFile[];
}

export interface Target {
  readonly name: string;
  /** @param memory what earlier runs printed */
  render(plan: Plan, memory?: PrintMemory): Tree;
}
