/** How yargs reads all commands. */
export const parserSettings = {
  // Of an option given twice the last counts; `--no-…` is none of ours.
  "duplicate-arguments-array": false,
  "boolean-negation": false,
  "dot-notation": false,
  "parse-numbers": false,
} as const;

/** The same for commands with options that may be given several times. */
export const listSettings = { ...parserSettings, "duplicate-arguments-array": true } as const;

/** What was given, where only the last counts of options that are no lists. */
export function lastGiven<Given extends object>(given: Given, lists: readonly string[]): Given {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]: [string, unknown]) => [
      name,
      Array.isArray(value) && !lists.includes(name) ? (value.at(-1) as unknown) : value,
    ]),
  ) as Given;
}
