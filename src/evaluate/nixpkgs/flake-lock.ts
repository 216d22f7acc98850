import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { string } from "../../nix/build.js";
import { printExpression } from "../../nix/printer.js";
import { runProgram } from "../../nix/program/run.js";
import { NP513 } from "../../problems/codes/nixos.js";
import { ProblemError } from "../../problems/problem.js";
import { flakeAbove } from "./flake-above.js";

/** What of flake.lock is read here (Nix manual, "flake lock files", version 7). */
interface FlakeLock {
  readonly root: string;
  readonly nodes: Readonly<
    Record<
      string,
      {
        readonly locked?: Readonly<Record<string, unknown>>;
        readonly inputs?: Readonly<Record<string, string | readonly string[]>>;
      }
    >
  >;
}

/**
 * The path of the nixpkgs that the nearest flake at or above a folder locks as its input
 * `nixpkgs`; Nix fetches it where it is not in the store yet.
 * @returns undefined when there is no flake, no lock or no such input
 * @throws ProblemError NP513 when Nix cannot fetch it
 */
export async function lockedNixpkgs(folder: string): Promise<string | undefined> {
  const flake = flakeAbove(folder);
  if (flake === undefined) return undefined;
  const lockFile = join(flake, "flake.lock");
  if (!existsSync(lockFile)) return undefined;
  const locked = lockedInput(readLock(lockFile), ["nixpkgs"]);
  if (locked === undefined) return undefined;
  const json = printExpression(string(JSON.stringify(locked)));
  const { exitCode, stdout, stderr } = await runProgram("nix-instantiate", [
    ...["--extra-experimental-features", "flakes fetch-tree"],
    ...["--eval", "--json", "--read-write-mode", "--expr"],
    `(builtins.fetchTree (builtins.fromJSON ${json})).outPath`,
  ]);
  if (exitCode === 0) return JSON.parse(stdout) as string;
  throw new ProblemError([NP513.notFetched({ lock: lockFile }, { details: stderr })]);
}

function readLock(file: string): FlakeLock {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as FlakeLock;
  } catch {
    throw new ProblemError([NP513.noLock({ path: file })]);
  }
}

function lockedInput(
  lock: FlakeLock,
  path: readonly string[],
): Readonly<Record<string, unknown>> | undefined {
  const node = nodeAt(lock, path, 0);
  return node === undefined ? undefined : lock.nodes[node]?.locked;
}

/** The node that a path of input names leads to; an input may itself be such a path ("follows"). */
function nodeAt(lock: FlakeLock, path: readonly string[], depth: number): string | undefined {
  // A lock that follows itself in a circle leads nowhere.
  if (depth > 20) return undefined;
  let node: string | undefined = lock.root;
  for (const name of path) {
    const next: string | readonly string[] | undefined =
      node === undefined ? undefined : lock.nodes[node]?.inputs?.[name];
    node = next === undefined || typeof next === "string" ? next : nodeAt(lock, next, depth + 1);
  }
  return node;
}
