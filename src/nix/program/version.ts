import { NP503 } from "../../problems/codes/program.js";
import { ProblemError } from "../../problems/problem.js";
import { runProgram } from "./run.js";
import { programIdentity } from "./which.js";

/** The version of a Nix. */
export interface NixVersion {
  /** As it was printed: "2.8.0", "2.34pre20260101_1234567". */
  readonly text: string;
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /** "Nix", or the name of another implementation: "Lix". */
  readonly implementation: string;
}

/** The oldest Nix that is supported. */
const oldest = { major: 2, minor: 8 };

/**
 * What a `--version` of one of Nix's programs says: "nix-instantiate (Nix) 2.8.0". Others put a
 * name of their own into the brackets, "Lix, like Nix".
 * @returns undefined for any other text
 */
export function parseNixVersion(output: string): NixVersion | undefined {
  const found =
    /^\S+ \((?<name>[^)]*)\) (?<text>(?<major>\d+)\.(?<minor>\d+)(?:\.(?<patch>\d+))?\S*)\s*$/m.exec(
      output,
    )?.groups;
  if (found === undefined) return undefined;
  const { text = "", major, minor, patch, name = "" } = found;
  return {
    text,
    major: Number(major),
    minor: Number(minor),
    patch: Number(patch ?? 0),
    implementation: /^Lix\b/.test(name) ? "Lix" : "Nix",
  };
}

/** Whether a version is `major.minor` or newer. */
export function isAtLeast(version: NixVersion, major: number, minor: number): boolean {
  return version.major > major || (version.major === major && version.minor >= minor);
}

const known = new Map<string, Promise<NixVersion>>();

/**
 * The version of the Nix on PATH. Asked once for every program found there.
 * @param env variables beside this process's own: another PATH finds another Nix
 * @throws ProblemError NP501 without nix-instantiate, NP503 for one that is older than 2.8
 */
export function nixVersion(env?: Readonly<Record<string, string>>): Promise<NixVersion> {
  const identity = programIdentity("nix-instantiate", env?.PATH) ?? "";
  const before = known.get(identity);
  if (before !== undefined) return before;
  const asked = ask(env);
  known.set(identity, asked);
  // A failure, such as Ctrl-C, is none for the next one who asks.
  asked.catch(() => known.delete(identity));
  return asked;
}

async function ask(env?: Readonly<Record<string, string>>): Promise<NixVersion> {
  const { stdout, stderr } = await runProgram("nix-instantiate", ["--version"], { env });
  const version = parseNixVersion(stdout);
  if (version !== undefined && isAtLeast(version, oldest.major, oldest.minor)) return version;
  const where = { details: `${stdout}${stderr}` };
  throw new ProblemError([
    version === undefined
      ? NP503.unknown(where)
      : NP503.tooOld({ version: version.text, oldest: `${oldest.major}.${oldest.minor}` }, where),
  ]);
}
