import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { runProgram } from "../../nix/program/run.js";
import { NP511, NP512 } from "../../problems/codes/nixos.js";
import { ProblemError } from "../../problems/problem.js";
import { lockedNixpkgs } from "./flake-lock.js";

/** The nixpkgs that containers are evaluated with. */
export interface Nixpkgs {
  /** Absolute, without symbolic links. */
  readonly path: string;
  /** Who named it, in words: "the flake's lock". */
  readonly namedBy: string;
  /** As nixpkgs says itself: "26.05". */
  readonly version: string;
}

export interface NixpkgsChoice {
  /** Of the command line; relative to `cwd`. */
  readonly given?: string | undefined;
  /** Of the config's settings; relative to the config file. */
  readonly configured?: string | undefined;
  readonly configFile: string;
  readonly cwd: string;
}

/**
 * Which nixpkgs to use: the one given, the config's own, the one that the flake around the config
 * locks, or `<nixpkgs>` of NIX_PATH.
 * @throws ProblemError NP511 when there is none, NP512 when what was named has no NixOS
 */
export async function findNixpkgs(choice: NixpkgsChoice): Promise<Nixpkgs> {
  const { given, configured, configFile, cwd } = choice;
  if (given !== undefined) return opened(await named(given, cwd), "--nixpkgs");
  if (configured !== undefined) {
    return opened(await named(configured, dirname(configFile)), "the config");
  }
  const locked = await lockedNixpkgs(dirname(configFile));
  if (locked !== undefined) return opened(locked, "the flake's lock");
  const found = await searchPath("nixpkgs", cwd);
  if (found !== undefined) return opened(found, "NIX_PATH");
  throw new ProblemError([NP511.none()]);
}

/** A path, or `<name>` of the search path. */
async function named(text: string, base: string): Promise<string> {
  const name = /^<(.+)>$/.exec(text)?.[1];
  if (name === undefined) return resolve(base, text);
  return (await searchPath(name, base)) ?? text;
}

async function searchPath(name: string, cwd: string): Promise<string | undefined> {
  const { exitCode, stdout } = await runProgram("nix-instantiate", ["--find-file", name], { cwd });
  return exitCode === 0 ? stdout.trim() : undefined;
}

function opened(path: string, namedBy: string): Nixpkgs {
  if (!existsSync(join(path, "nixos", "default.nix"))) {
    throw new ProblemError([NP512.none({ namedBy, path })]);
  }
  const real = realpathSync(path);
  return { path: real, namedBy, version: versionOf(real) };
}

/** `.version` holds the release; since 2023 it lies in `lib`. A channel adds its own suffix. */
function versionOf(path: string): string {
  const read = (name: string): string | undefined => {
    try {
      return readFileSync(join(path, name), "utf8").trim();
    } catch {
      return undefined;
    }
  };
  const release = read("lib/.version") ?? read(".version");
  return release === undefined ? "unknown" : `${release}${read(".version-suffix") ?? ""}`;
}
