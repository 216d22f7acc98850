import type { CodeEntry } from "../code-entry.js";

export const schemaCodes = {} as const satisfies Record<string, CodeEntry>;
