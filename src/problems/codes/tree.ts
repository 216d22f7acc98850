import { code, error } from "../code.js";

export const NP401 = code("NP401", {
  title: "Generated file edited by hand",
  cause:
    "A generated file differs from what nixpawn wrote. The next `generate` would lose the edit. Files that only list containers, such as default.nix, have no hash of themselves: there a line that stands for somebody else's file, or that is missing though its file is there, counts as an edit.",
  cure: "Move the edit into the config file, or overwrite the file with `--force`. Who took one side of default.nix in a merge that is over uses `--force`, too.",
  says: {
    edited: ({ path }: { path: string }) =>
      error(
        `the generated file \`${path}\` was edited by hand`,
        "move the edit into the config; `nixpawn generate --force` overwrites the file",
      ),
    listsAnother: ({ path, words }: { path: string; words: string }) =>
      error(
        `the generated file \`${path}\` has \`${words}\`, which is not nixpawn's`,
        "write it into a file of your own; `nixpawn generate --force` takes the line away",
      ),
    listsNoMore: ({ path, words }: { path: string; words: readonly string[] }) =>
      error(
        `the generated file \`${path}\` has ${words.map((one) => `\`${one}\``).join(", ")} no more`,
        "take a container out of the config to switch it off; `nixpawn generate --force` lists it again",
      ),
    leftOver: ({ path }: { path: string }) =>
      error(
        `\`${path}\` is generated, is no longer wanted, and was edited or renamed by hand`,
        "take its first line away to keep it; `nixpawn generate --force` removes it",
      ),
  },
});

export const NP402 = code("NP402", {
  title: "File in the way",
  cause: "A file has the name of a generated one and was not written by nixpawn.",
  cure: "Move it away, choose another folder with `outDir`, or overwrite it with `--force`.",
  says: {
    notOurs: ({ path }: { path: string }) =>
      error(
        `\`${path}\` is in the way: nixpawn did not write it`,
        "move it away, or overwrite it with `nixpawn generate --force`",
      ),
  },
});

export const NP403 = code("NP403", {
  title: "No plain file",
  cause:
    "A folder, a link, a special file or an unreadable file is in the place of a generated file, or something else than a folder in the place of one above it. Even `--force` leaves it alone, and nothing is written or removed through a link. The commands for containers on a host refuse a staged `--root` where a link is in the place of a folder that they read or change; on a host of its own (`/`) they follow the links of its administrator.",
  cure: "Move it away. The output folder and the staged root itself may be links.",
  says: {
    unreadable: ({
      path,
      reason,
      isForbidden,
    }: {
      path: string;
      reason: string | undefined;
      isForbidden: boolean;
    }) =>
      error(
        `\`${path}\` cannot be read${reason === undefined ? "" : `: ${reason}`}`,
        isForbidden ? "give yourself permission to read it" : undefined,
      ),
    inTheWay: ({ what, path }: { what: string; path: string }) =>
      error(
        `${what} is in the place of \`${path}\``,
        what === "a link"
          ? "nixpawn follows no links below the folder that it writes to: move the link away, or put what it leads to in its place"
          : "move it away",
      ),
  },
});

export const NP404 = code("NP404", {
  title: "The tree cannot be written",
  cause: "The disk is full, or the folder cannot be written. The files are as they were.",
  cure: "Make room, or give yourself permission, and run the command again.",
  says: {
    failed: ({ folder, reason }: { folder: string; reason: string }) =>
      error(`cannot write ${folder}: ${reason}`),
  },
});

export const NP405 = code("NP405", {
  title: "Another run is writing",
  cause: "Another nixpawn has been writing the same folder for ten seconds.",
  cure: "Wait for it to end.",
  says: {
    busy: ({ folder, lock }: { folder: string; lock: string }) =>
      error(`another nixpawn is writing ${folder}`, `if none is, remove ${lock}`),
  },
});

export const NP406 = code("NP406", {
  title: "The tree is stale",
  cause: "The generated files are not what the config compiles to. Seen with `--check`.",
  cure: "Run `nixpawn generate` and commit the result.",
  says: {
    /** @param isAlone whether nothing else keeps the tree from being written */
    stale: ({
      folder,
      files,
      isAlone,
    }: {
      folder: string;
      files: readonly string[];
      isAlone: boolean;
    }) =>
      error(
        `${folder} is stale: ${files.join(", ")}`,
        `${isAlone ? "" : "when nothing else is in the way, "}run \`nixpawn generate\` and commit the result`,
      ),
  },
});

export const NP407 = code("NP407", {
  title: "Files of another config",
  cause:
    "The folder to write to holds what another config wrote, which is still there, and files of that one would be removed: a tree has the containers of one config, and so has a host's root.",
  cure: "Join the configs (imports are ordinary TypeScript), write to another `--out-dir` or `--root`, or replace the other's files with `--force`.",
  says: {
    ofAnother: ({ folder, config }: { folder: string; config: string }) =>
      error(
        `${folder} has the files of another config, ${config}`,
        "write this one elsewhere, or join the configs; `--force` replaces the other's files",
      ),
  },
});

export const NP408 = code("NP408", {
  title: "Merge conflict in a generated file",
  cause:
    "A generated file has the marks of a merge conflict, and what is around or between them is not as nixpawn wrote it, nor as it would write it now.",
  cure: "Take either side of the file with `git checkout --ours` or `--theirs` and run `nixpawn generate`; or overwrite the file with `--force`. A conflict between texts that nixpawn wrote is ended by `nixpawn generate` alone.",
  says: {
    conflict: ({ path, word }: { path: string; word: string }) =>
      error(
        `\`${path}\` has a merge conflict, and text that nixpawn did not write`,
        `take one side with \`git checkout --ours ${word}\`, and run \`nixpawn generate\` again; \`--force\` overwrites the file`,
      ),
  },
});

export const NP409 = code("NP409", {
  title: "No room for temporary files",
  cause:
    "A config runs from a file that is made of it. Neither the caches nor any folder for temporary files can be written to, or all are full.",
  cure: "Make room, or name a folder that you can write to with `TMPDIR`.",
  says: {
    none: () =>
      error(
        "no folder for temporary files can be written to",
        "make room, or name one with TMPDIR",
      ),
  },
});
