import { dirname, join } from "node:path";
import { parseNix } from "../../nix/parser.js";
import type { AttributeBinding, Expression } from "../../nix/syntax.js";
import { inherited, textOf, type Project } from "./project.js";

/** What new files name where nothing else is known. */
const newestRelease = "26.05";

/**
 * The NixOS release that new files name: that of the nixpkgs which the flake around the folder has
 * as an input, so that no container starts with the defaults of a release that its host has not
 * reached (nixpkgs, system.stateVersion). A branch that names none (`nixos-unstable`), and a
 * revision, count as the last release before the day that flake.lock has for it.
 */
export function releaseOf(project: Project): string {
  const flake = inherited(project, "flake.nix");
  if (flake === undefined) return newestRelease;
  const named = releaseIn(nixpkgsUrl(textOf(flake)) ?? "");
  if (named !== undefined) return named;
  return releaseOfLock(textOf(join(dirname(flake), "flake.lock"))) ?? newestRelease;
}

/** `nixos-25.05`, `release-25.05-small`, FlakeHub's `0.2505.*`. */
function releaseIn(reference: string): string | undefined {
  const branch = /\b(?:nixos|release|nixpkgs)-(\d\d\.(?:05|11))\b/.exec(reference)?.[1];
  const version = /\/0\.(\d\d)(05|11)\./.exec(reference);
  return branch ?? (version === null ? undefined : `${version[1] ?? ""}.${version[2] ?? ""}`);
}

/** The URL of the input `nixpkgs`, however it is written. */
function nixpkgsUrl(text: string): string | undefined {
  let flake: Expression;
  try {
    flake = parseNix(text);
  } catch {
    return undefined;
  }
  const url = valueAt(flake, ["inputs", "nixpkgs", "url"]);
  if (url?.kind !== "string") return undefined;
  return url.parts.filter((part) => typeof part === "string").join("");
}

/** What a set has under a path of names, which one or several bindings may spell. */
function valueAt(set: Expression, path: readonly string[]): Expression | undefined {
  if (path.length === 0) return set;
  if (set.kind !== "attribute-set") return undefined;
  for (const binding of set.bindings) {
    if (binding.kind !== "binding" || !startsWith(path, binding)) continue;
    const found = valueAt(binding.value, path.slice(binding.path.length));
    if (found !== undefined) return found;
  }
  return undefined;
}

function startsWith(path: readonly string[], { path: names }: AttributeBinding): boolean {
  return names.length <= path.length && names.every((name, index) => name === path[index]);
}

/** By the input's own reference, else by its date. */
function releaseOfLock(text: string): string | undefined {
  interface Lock {
    readonly root: string;
    readonly nodes: Record<
      string,
      | {
          readonly inputs?: Record<string, unknown>;
          readonly original?: { readonly ref?: string; readonly url?: string };
          readonly locked?: { readonly lastModified?: number };
        }
      | undefined
    >;
  }
  try {
    const lock = JSON.parse(text) as Lock;
    const name = lock.nodes[lock.root]?.inputs?.nixpkgs;
    const node = typeof name === "string" ? lock.nodes[name] : undefined;
    const { original = {}, locked = {} } = node ?? {};
    const named = releaseIn(original.ref ?? original.url ?? "");
    if (named !== undefined || locked.lastModified === undefined) return named;
    return releaseBefore(new Date(locked.lastModified * 1000));
  } catch {
    return undefined;
  }
}

/** NixOS has a release at the end of each May and each November. */
function releaseBefore(day: Date): string {
  const [year, month] = [day.getUTCFullYear() % 100, day.getUTCMonth() + 1];
  if (month > 11) return `${String(year)}.11`;
  if (month > 5) return `${String(year)}.05`;
  return `${String(year - 1)}.11`;
}
