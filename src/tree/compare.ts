import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { NP407 } from "../problems/codes/tree.js";
import type { Position, Problem } from "../problems/problem.js";
import { contentHash } from "../load/cache/content-hash.js";
import { readHeader } from "../targets/header.js";
import { isListingPath } from "../targets/listing.js";
import type { GeneratedFile, Tree } from "../targets/target.js";
import { authorshipOf, type Authorship } from "./authorship.js";
import { isAt, pathsAt } from "./left-over.js";
import { listingProblems, placeOfEdit } from "./listing-problems.js";
import { readOldManifest, type OldManifest } from "./old-manifest.js";
import { readPlainFile } from "./plain-file.js";
import { temporaryMark } from "./replace-file.js";
import {
  editedAndLeftOver,
  editedByHand,
  inConflict,
  notOurs,
  obstacleProblem,
} from "./tree-problems.js";

/** How a tree on disk differs from the one that was generated. Paths are relative, sorted. */
export interface TreeChanges {
  readonly created: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: readonly string[];
  /** Files that are not as nixpawn left them, or are not nixpawn's. */
  readonly problems: readonly Problem[];
}

interface Comparison {
  readonly outDir: string;
  readonly tree: Tree;
  readonly wanted: ReadonlySet<string>;
  readonly manifest: OldManifest;
  readonly created: string[];
  readonly changed: string[];
  readonly removed: string[];
  readonly unchanged: string[];
  readonly problems: Problem[];
}

/** Compares without changing anything, and without following a link below the folder. */
export function compareTree(outDir: string, tree: Tree): TreeChanges {
  const comparison: Comparison = {
    outDir,
    tree,
    wanted: new Set(tree.files.map((one) => one.path)),
    manifest: readOldManifest(outDir, tree),
    created: [],
    changed: [],
    removed: [],
    unchanged: [],
    problems: [],
  };
  for (const file of tree.files) compareFile(comparison, file);
  const sources = findLeftOver(comparison);
  comparison.problems.push(...ofAnotherConfig(comparison, sources));
  const { created, changed, removed, unchanged } = comparison;
  removed.push(...comparison.manifest.files);
  return {
    created,
    changed,
    removed: removed.sort(),
    unchanged,
    problems: uniqueOf(comparison.problems),
  };
}

/** What keeps the tree from being written: with `force`, only what is no plain file. */
export function obstacles({ problems }: TreeChanges, force: boolean): readonly Problem[] {
  return problems.filter((one) => !force || one.code === "NP403");
}

function compareFile(comparison: Comparison, file: GeneratedFile): void {
  const { outDir, manifest, created, changed, unchanged, problems } = comparison;
  const { path, hash, executable = false } = file;
  const found = readPlainFile(outDir, path);
  if (found.kind === "missing") created.push(path);
  else if (found.kind === "in the way") problems.push(obstacleProblem(outDir, found.obstacle));
  else if (contentHash(found.text) === hash) {
    (executable && !found.executable ? changed : unchanged).push(path);
  } else {
    changed.push(path);
    const evidence = { path, wanted: file.text, hashes: manifest.hashes.get(path) };
    const authorship = authorshipOf(found.text, evidence);
    if (authorship.kind === "ours") {
      problems.push(...listingProblems(comparison, file, found.text));
    } else
      problems.push(problemOf(outDir, path, authorship, placeOfEdit(comparison, file, found.text)));
  }
}

/** @param edited where the text first differs from what nixpawn wrote, or would write */
function problemOf(
  outDir: string,
  path: string,
  authorship: Authorship,
  edited: Position | undefined,
): Problem {
  if (authorship.kind === "conflict") return inConflict(outDir, path, authorship.line);
  if (authorship.kind === "theirs") return notOurs(outDir, path);
  return editedByHand(outDir, path, edited);
}

/**
 * Finds files that are generated and not of this tree.
 * @returns the configs that they are from, by path
 */
function findLeftOver(comparison: Comparison): Map<string, string> {
  const { outDir, tree, wanted, manifest, removed, problems } = comparison;
  const sources = new Map<string, string>();
  const listed = [...manifest.hashes.keys()];
  const paths = [...new Set([...pathsAt(outDir, tree.places), ...listed])].sort();
  for (const path of paths) {
    if (wanted.has(path) || path.includes(temporaryMark)) continue;
    const hashes = manifest.hashes.get(path);
    const found = readPlainFile(outDir, path);
    if (found.kind !== "text") {
      // Only of what was once written here it is known that it would have to go.
      if (found.kind === "in the way" && hashes !== undefined) {
        problems.push(obstacleProblem(outDir, found.obstacle));
      }
      continue;
    }
    const authorship = authorshipOf(found.text, { path, hashes });
    if (authorship.kind === "theirs" || !isAt(path, tree.places)) continue;
    const { source, seal } = readHeader(path, found.text) ?? {};
    // A copy that somebody made of a file of an earlier version.
    const isCopy = seal === "none" && hashes === undefined && !isListingPath(path);
    if (authorship.kind === "edited" && isCopy) continue;
    removed.push(path);
    if (source !== undefined) sources.set(path, source);
    if (authorship.kind !== "ours") problems.push(leftOverProblem(outDir, path, authorship));
  }
  return sources;
}

function leftOverProblem(outDir: string, path: string, authorship: Authorship): Problem {
  return authorship.kind === "conflict"
    ? inConflict(outDir, path, authorship.line)
    : editedAndLeftOver(outDir, path);
}

/** Files that would be removed although there is a config that has them still: NP407. */
function ofAnotherConfig(
  { outDir, tree, removed }: Comparison,
  sources: ReadonlyMap<string, string>,
): Problem[] {
  if (tree.config === undefined) return [];
  const others = new Set([...sources.values()].filter((one) => one !== tree.config));
  const other = [...others].find((one) => existsSync(resolve(outDir, one)));
  if (other === undefined) return [];
  return [
    NP407.ofAnother(
      { folder: outDir, config: resolve(outDir, other) },
      { details: `They would be removed:\n${removed.map((path) => `  ${path}`).join("\n")}` },
    ),
  ];
}

/** Several files may be below one folder that is none. */
function uniqueOf(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((one) => [JSON.stringify([one.code, one.place]), one])).values()];
}
