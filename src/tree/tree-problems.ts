import { join } from "node:path";
import { NP401, NP402, NP403, NP408 } from "../problems/codes/tree.js";
import type { Place, Position, Problem } from "../problems/problem.js";
import { shellWord } from "../problems/shell-words.js";
import { systemReason } from "../problems/system-reason.js";
import type { Obstacle } from "./plain-file.js";

const firstPlace: Position = { line: 1, column: 1 };

/** NP401: a generated file is not as nixpawn left it. `start` is where it differs. */
export function editedByHand(outDir: string, path: string, start: Position = firstPlace): Problem {
  return NP401.edited({ path }, { place: { file: join(outDir, path), start } });
}

/** NP401 for a line of a listing, such as default.nix, that stands for a file of somebody else. */
export function listsAnother(outDir: string, path: string, words: string, line: number): Problem {
  return NP401.listsAnother({ path, words }, { place: placeOf(outDir, path, line) });
}

/** NP401 for lines that were taken out of a listing, though what they stand for is there. */
export function listsNoMore(
  outDir: string,
  path: string,
  words: readonly string[],
  start: Position = firstPlace,
): Problem {
  return NP401.listsNoMore({ path, words }, { place: { file: join(outDir, path), start } });
}

/** NP401 for a file that is of no container any more. */
export function editedAndLeftOver(outDir: string, path: string): Problem {
  return NP401.leftOver({ path }, { place: placeOf(outDir, path) });
}

/** NP402: a file that nixpawn did not write has the name of one that it would write. */
export function notOurs(outDir: string, path: string): Problem {
  return NP402.notOurs({ path }, { place: placeOf(outDir, path) });
}

/** NP408: a merge ended in a conflict, and not all of it is nixpawn's. */
export function inConflict(outDir: string, path: string, line: number): Problem {
  const word = shellWord(join(outDir, path));
  return NP408.conflict({ path, word }, { place: placeOf(outDir, path, line) });
}

/** NP403: something else than a file, or a folder that is none, is in the place of one. */
export function obstacleProblem(outDir: string, { path, what, error }: Obstacle): Problem {
  const where = { place: placeOf(outDir, path) };
  if (what !== "unreadable") return NP403.inTheWay({ what, path }, where);
  const reason = error && systemReason(error);
  const isForbidden = error?.code === "EACCES" || error?.code === "EPERM";
  return NP403.unreadable({ path: path === "." ? outDir : path, reason, isForbidden }, where);
}

function placeOf(outDir: string, path: string, line = 1): Place {
  return { file: join(outDir, path), start: { line, column: 1 } };
}
