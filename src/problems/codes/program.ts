import type { CodeEntry } from "../code-entry.js";

export const programCodes = {
  NP501: {
    title: "A program is missing",
    cause: "A program that the command needs is not on PATH, or may not be run.",
    cure: "Install it; the message says how.",
  },
  NP502: {
    title: "A program was interrupted",
    cause: "Ctrl-C, or a signal, ended a program before it was done.",
    cure: "Run the command again.",
  },
} as const satisfies Record<string, CodeEntry>;
