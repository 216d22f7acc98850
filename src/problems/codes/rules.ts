import type { CodeEntry } from "../code-entry.js";

export const rulesCodes = {} as const satisfies Record<string, CodeEntry>;
