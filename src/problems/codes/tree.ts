import type { CodeEntry } from "../code-entry.js";

export const treeCodes = {} as const satisfies Record<string, CodeEntry>;
