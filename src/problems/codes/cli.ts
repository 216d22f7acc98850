import type { CodeEntry } from "../code-entry.js";

export const cliCodes = {
  NP901: {
    title: "Wrong usage",
    cause: "A command or an option is unknown, or an argument is missing.",
    cure: "Run the command with `--help` to see what it takes.",
  },
} as const satisfies Record<string, CodeEntry>;
