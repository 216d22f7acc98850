import type { CallSite } from "../../nix/value.js";
import type { Place, Problem } from "../../problems/problem.js";
import { stackSites } from "../origins/source-places.js";

type PlaceOf = (site: CallSite | undefined) => Place | undefined;

interface LoadedOnce {
  readonly placeOf: PlaceOf;
  /** Makes the problem of an error of the config. */
  readonly problemOf: (error: unknown, rejected: boolean) => readonly Problem[];
}

/** The config that was loaded last; undefined while none was. */
let loaded: LoadedOnce | undefined;
let running = 0;

const found: Problem[] = [];
let seen = false;

/** Told of every fault as it comes. */
let listener: (() => void) | undefined;

/** While a config is loaded, what it throws late is told by whoever loads it. */
export function configRuns(): () => void {
  running += 1;
  return () => {
    running -= 1;
  };
}

/** Whether whoever loads a config takes what comes from nowhere. */
export function isConfigRunning(): boolean {
  return running > 0;
}

/** Says whose the errors are that come after a config was loaded. */
export function configLoaded(config: LoadedOnce): void {
  loaded = config;
}

/**
 * Takes an error that nobody caught: thrown in a timer, or by a promise that nobody waits for. A
 * config that was loaded may have left such things behind.
 * @param program the folder of the program's own files
 * @returns whether it is the config's; else it is a mistake of nixpawn
 */
export function takeLateFault(error: unknown, rejected: boolean, program: string): boolean {
  if (loaded === undefined || isOwn(error, loaded.placeOf, program)) return false;
  seen = true;
  found.push(...loaded.problemOf(error, rejected));
  listener?.();
  return true;
}

/** Whether the innermost call that belongs to one of both is nixpawn's. */
function isOwn(error: unknown, placeOf: PlaceOf, program: string): boolean {
  let stack: unknown;
  try {
    stack = typeof error === "object" && error !== null && "stack" in error ? error.stack : "";
  } catch {
    return false;
  }
  for (const site of stackSites(typeof stack === "string" ? stack : "")) {
    if (placeOf(site) !== undefined) return false;
    if (site.file.startsWith(program) || site.file.startsWith(`file://${program}`)) return true;
  }
  return false;
}

/** What the config did late, and was not told yet. */
export function takeLateFaults(): readonly Problem[] {
  return found.splice(0);
}

export function onLateFault(told: (() => void) | undefined): void {
  listener = told;
}

/** Whether the config did anything late. */
export function hadLateFaults(): boolean {
  return seen;
}
