import type { CodeEntry } from "../code-entry.js";

export const treeCodes = {
  NP401: {
    title: "Generated file edited by hand",
    cause:
      "A generated file differs from what nixpawn wrote. The next `generate` would lose the edit.",
    cure: "Move the edit into the config file, or overwrite the file with `--force`.",
  },
  NP402: {
    title: "File in the way",
    cause: "A file has the name of a generated one and was not written by nixpawn.",
    cure: "Move it away, choose another folder with `outDir`, or overwrite it with `--force`.",
  },
  NP403: {
    title: "No plain file",
    cause:
      "A folder, a link or an unreadable file is in the place of a generated file. Even `--force` leaves it alone.",
    cure: "Move it away.",
  },
  NP404: {
    title: "The tree cannot be written",
    cause: "The disk is full, or the folder cannot be written. The files are as they were.",
    cure: "Make room, or give yourself permission, and run the command again.",
  },
  NP405: {
    title: "Another run is writing",
    cause: "Another nixpawn has been writing the same folder for ten seconds.",
    cure: "Wait for it to end.",
  },
  NP406: {
    title: "The tree is stale",
    cause: "The generated files are not what the config compiles to. Seen with `--check`.",
    cure: "Run `nixpawn generate` and commit the result.",
  },
  NP407: {
    title: "Files of another config",
    cause:
      "The target `units` writes to a folder that holds what another config wrote, and files of that one would be removed: a host's root has the containers of one config.",
    cure: "Join the configs (imports are ordinary TypeScript), write to another `--root`, or replace the other's files with `--force`.",
  },
} as const satisfies Record<string, CodeEntry>;
