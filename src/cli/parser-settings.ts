import type { Options } from "yargs";
import { commands } from "./options.js";

/** How yargs reads all commands. */
export const parserSettings = {
  // `--no-…` is none of ours.
  "boolean-negation": false,
  "dot-notation": false,
  "parse-numbers": false,
} as const;

/** What may be given several times: names of containers, and options that are lists. */
const lists: ReadonlySet<string> = new Set([
  "_",
  "names",
  ...Object.values(commands)
    .flatMap((one) => Object.entries<Options>(one.options))
    .flatMap(([name, { array }]) => (array === true ? [name, camelCase(name)] : [])),
]);

/** Of anything else that was given twice the last counts; yargs makes a list of it. */
export function keepLast(given: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(given)) {
    if (Array.isArray(value) && !lists.has(name)) given[name] = value.at(-1) as unknown;
  }
}

function camelCase(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
