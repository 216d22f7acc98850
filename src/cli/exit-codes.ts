import type { Problem } from "../problems/problem.js";

/** What the program's exit code means. */
export const exitCodes = {
  done: 0,
  /** The config has problems, or --check found the tree stale. */
  problems: 1,
  usage: 2,
  /** A program or a privilege is missing. */
  missing: 3,
  /** Nix or the host reported a failure. */
  failure: 4,
  /** An error of nixpawn itself (EX_SOFTWARE of sysexits.h). */
  internal: 70,
  interrupted: 130,
} as const;

/** Programs and a nixpkgs that are not there, and what takes another user or is not there yet. */
const missing: ReadonlySet<string> = new Set([
  ...["NP501", "NP503", "NP511", "NP512"],
  ...["NP706", "NP712", "NP713"],
]);
/** Wrong words on the command line, as far as only the host tells that they are. */
const misuse: ReadonlySet<string> = new Set(["NP710", "NP726", "NP901"]);
/** Problems of a config that only the files of a host, or a target, have. */
const ofConfig: ReadonlySet<string> = new Set(["NP514", "NP702", "NP732", "NP733"]);

/** The exit code for problems: what kept the command from its work comes before what it found. */
export function exitCodeOf(problems: readonly Problem[]): number {
  const errors = problems.filter((one) => one.severity === "error");
  const has = (test: (code: string) => boolean): boolean => errors.some(({ code }) => test(code));
  if (errors.length === 0) return exitCodes.done;
  if (has((code) => code === "NP502")) return exitCodes.interrupted;
  if (has((code) => missing.has(code))) return exitCodes.missing;
  if (has((code) => misuse.has(code))) return exitCodes.usage;
  if (has((code) => /^NP[567]/.test(code) && !ofConfig.has(code))) return exitCodes.failure;
  return exitCodes.problems;
}
