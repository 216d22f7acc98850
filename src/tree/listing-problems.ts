import { existsSync } from "node:fs";
import { join } from "node:path";
import { contentHash } from "../load/cache/content-hash.js";
import type { Position, Problem } from "../problems/problem.js";
import { indexFile } from "../targets/container-module.js";
import { readHeader, withoutSeals } from "../targets/header.js";
import { indexOf, listedFiles, type ListedFile } from "../targets/listing.js";
import type { GeneratedFile, Tree } from "../targets/target.js";
import { authorshipOf } from "./authorship.js";
import { firstDifference } from "./first-difference.js";
import { isMerging } from "./git-merge.js";
import { lockOf } from "./lock.js";
import { mergeConflict } from "./merge-conflict.js";
import { readPlainFile, type PlainFile } from "./plain-file.js";
import { listsAnother, listsNoMore, obstacleProblem } from "./tree-problems.js";

interface Compared {
  /** Absolute. */
  readonly outDir: string;
  readonly tree: Tree;
  /** The paths of its files. */
  readonly wanted: ReadonlySet<string>;
}

/**
 * What somebody did to a file that only lists containers, such as default.nix, and that is to change. It
 * has no seal, so that two branches that add containers merge.
 * @param text as it is on disk
 */
export function listingProblems(compared: Compared, file: GeneratedFile, text: string): Problem[] {
  return [...linesOfOthers(compared, file.path, text), ...linesTakenOut(compared, file, text)];
}

/**
 * NP401 for lines that somebody added: what they stand for is not nixpawn's. NP403 where
 * something is in the place of what nixpawn wrote.
 */
function linesOfOthers({ outDir, wanted }: Compared, path: string, text: string): Problem[] {
  return listedFiles(path, text).flatMap(({ path: listed, words, line }) => {
    if (wanted.has(listed)) return [];
    const found = readPlainFile(outDir, listed);
    if (found.kind === "in the way") return [obstacleProblem(outDir, found.obstacle)];
    return isOurs(listed, found) ? [] : [listsAnother(outDir, path, words, line)];
  });
}

/** Whether nixpawn may have listed a file, going by what is there of it. */
function isOurs(path: string, found: PlainFile): boolean {
  return (
    found.kind === "missing" ||
    (found.kind === "text" && readHeader(path, found.text) !== undefined)
  );
}

/**
 * Where somebody edited default.nix: it is held against what nixpawn wrote for the files that it lists,
 * as the config may list others since.
 * @param text as it is on disk
 */
export function placeOfEdit(
  { outDir, wanted }: Compared,
  { path, text: generated }: GeneratedFile,
  text: string,
): Position | undefined {
  const [now, next] = [withoutSeals(text), withoutSeals(generated)];
  if (path !== indexFile) return firstDifference(now, next);
  const own = listedFiles(path, text)
    .map((one) => one.path)
    .filter((one) => wanted.has(one) || isOurs(one, readPlainFile(outDir, one)));
  const header = next.slice(0, next.search(/^\{/m));
  return firstDifference(now, `${header}${indexOf(own)}`) ?? firstDifference(now, next);
}

/**
 * NP401 for lines that somebody took out: nixpawn lists what it has written, unless it was killed, or git
 * asks which side of a merge to take.
 */
function linesTakenOut(
  { outDir, tree }: Compared,
  { path, text: wanted }: GeneratedFile,
  text: string,
): Problem[] {
  const missing = (from: string): ListedFile[] => {
    const listed = new Set(listedFiles(path, from).map((one) => one.path));
    return listedFiles(path, wanted).filter((one) => !listed.has(one.path));
  };
  const isThere = ({ path: listed }: ListedFile): boolean => {
    const found = readPlainFile(outDir, listed);
    if (found.kind !== "text") return false;
    // A conf file is there of a container that does not start with the host, too.
    const file = tree.files.find((one) => one.path === listed);
    if (path !== indexFile) return contentHash(found.text) === file?.hash;
    return authorshipOf(found.text, { path: listed }).kind === "ours";
  };
  const candidates = mergeConflict(text) === undefined ? missing(text).filter(isThere) : [];
  if (candidates.length === 0) return [];
  if (existsSync(lockOf(join(outDir, tree.ownFolder ?? ""))) || isMerging(outDir)) return [];
  // Another run may have been at work a moment ago.
  const again = readPlainFile(outDir, path);
  if (again.kind !== "text" || again.text !== text) return [];
  const words = candidates.map((one) => one.words);
  const start = firstDifference(withoutSeals(text), withoutSeals(wanted));
  return [listsNoMore(outDir, path, words, start)];
}
