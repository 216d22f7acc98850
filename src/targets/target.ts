import { relative } from "node:path";
import type { Mark } from "../nix/printer.js";
import type { Plan } from "../plan/plan.js";
import type { Place } from "./places.js";
import type { PrintMemory } from "./print-memory.js";

/** One file of a tree. */
export interface GeneratedFile {
  /** Relative to the output folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** Of the text: SHA-256, hexadecimal. */
  readonly hash: string;
  /** Whether it is a program. */
  readonly executable?: boolean;
  /** Which part of the text came from which value of the config. */
  readonly marks: readonly Mark[];
}

/** The generated files of a target, sorted by path. */
export interface Tree {
  /**
   * A folder that is nixpawn's alone, relative to the output folder; that one itself when left out.
   * The lock is beside it. Earlier versions kept a manifest in it.
   */
  readonly ownFolder?: string;
  /**
   * The config that the files come from, relative to the output folder: several may write to one.
   * Left out where there is none.
   */
  readonly config?: string;
  /** Where files that another plan was compiled to may be. */
  readonly places: readonly Place[];
  readonly files: readonly GeneratedFile[];
}

export interface Target {
  readonly name: string;
  /**
   * @param memory what earlier runs printed
   * @throws ProblemError for what the target cannot say
   */
  render(plan: Plan, memory?: PrintMemory): Tree | Promise<Tree>;
}

/** The config of a plan as a tree names it. */
export function configOf({ configFile, settings }: Plan): string {
  return relative(settings.outDir, configFile);
}

/** The order of a tree. */
export function byPath(one: GeneratedFile, other: GeneratedFile): number {
  return one.path < other.path ? -1 : 1;
}
