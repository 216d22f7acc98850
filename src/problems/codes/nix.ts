import type { CodeEntry } from "../code-entry.js";

export const nixCodes = {} as const satisfies Record<string, CodeEntry>;
