import { join } from "node:path";
import type { Place, Position, Problem } from "../problems/problem.js";
import { shellWord } from "../problems/shell-words.js";
import { systemReason } from "../problems/system-reason.js";
import type { Obstacle } from "./plain-file.js";

const firstPlace: Position = { line: 1, column: 1 };

/** NP401: a generated file is not as nixpawn left it. `start` is where it differs. */
export function editedByHand(outDir: string, path: string, start: Position = firstPlace): Problem {
  return {
    code: "NP401",
    severity: "error",
    message: `the generated file \`${path}\` was edited by hand`,
    hint: "move the edit into the config; `nixpawn generate --force` overwrites the file",
    place: { file: join(outDir, path), start },
  };
}

/** NP401 for a line of a listing, such as default.nix, that stands for a file of somebody else. */
export function listsAnother(outDir: string, path: string, words: string, line: number): Problem {
  return {
    code: "NP401",
    severity: "error",
    message: `the generated file \`${path}\` has \`${words}\`, which is not nixpawn's`,
    hint: "write it into a file of your own; `nixpawn generate --force` takes the line away",
    place: placeOf(outDir, path, line),
  };
}

/** NP401 for lines that were taken out of a listing, though what they stand for is there. */
export function listsNoMore(
  outDir: string,
  path: string,
  words: readonly string[],
  start: Position = firstPlace,
): Problem {
  const shown = words.map((one) => `\`${one}\``).join(", ");
  return {
    code: "NP401",
    severity: "error",
    message: `the generated file \`${path}\` has ${shown} no more`,
    hint: "take a container out of the config to switch it off; `nixpawn generate --force` lists it again",
    place: { file: join(outDir, path), start },
  };
}

/** NP401 for a file that is of no container any more. */
export function editedAndLeftOver(outDir: string, path: string): Problem {
  return {
    code: "NP401",
    severity: "error",
    message: `\`${path}\` is generated, is no longer wanted, and was edited or renamed by hand`,
    hint: "take its first line away to keep it; `nixpawn generate --force` removes it",
    place: placeOf(outDir, path),
  };
}

/** NP402: a file that nixpawn did not write has the name of one that it would write. */
export function notOurs(outDir: string, path: string): Problem {
  return {
    code: "NP402",
    severity: "error",
    message: `\`${path}\` is in the way: nixpawn did not write it`,
    hint: "move it away, or overwrite it with `nixpawn generate --force`",
    place: placeOf(outDir, path),
  };
}

/** NP408: a merge ended in a conflict, and not all of it is nixpawn's. */
export function inConflict(outDir: string, path: string, line: number): Problem {
  return {
    code: "NP408",
    severity: "error",
    message: `\`${path}\` has a merge conflict, and text that nixpawn did not write`,
    hint: `take one side with \`git checkout --ours ${shellWord(join(outDir, path))}\`, and run \`nixpawn generate\` again; \`--force\` overwrites the file`,
    place: placeOf(outDir, path, line),
  };
}

/** NP403: something else than a file, or a folder that is none, is in the place of one. */
export function obstacleProblem(outDir: string, { path, what, error }: Obstacle): Problem {
  const reason = error === undefined ? "" : `: ${systemReason(error)}`;
  const [message, hint] =
    what === "unreadable"
      ? [
          `\`${path === "." ? outDir : path}\` cannot be read${reason}`,
          error?.code === "EACCES" || error?.code === "EPERM"
            ? "give yourself permission to read it"
            : undefined,
        ]
      : [
          `${what} is in the place of \`${path}\``,
          what === "a link"
            ? "nixpawn follows no links below the folder that it writes to: move the link away, or put what it leads to in its place"
            : "move it away",
        ];
  return {
    code: "NP403",
    severity: "error",
    message,
    ...(hint === undefined ? {} : { hint }),
    place: placeOf(outDir, path),
  };
}

function placeOf(outDir: string, path: string, line = 1): Place {
  return { file: join(outDir, path), start: { line, column: 1 } };
}
