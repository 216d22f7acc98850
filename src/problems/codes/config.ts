import type { CodeEntry } from "../code-entry.js";

export const configCodes = {} as const satisfies Record<string, CodeEntry>;
