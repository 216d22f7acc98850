// @ts-check
// Writes what every run has to know of the option table: node scripts/generate-option-rows.js [--print]
import { writeFileSync } from "node:fs";
import prettier from "prettier";
import { loadSource } from "./option-table.js";

const target = new URL("../src/containers/option-rows.generated.ts", import.meta.url);
const { optionEntries } = await loadSource("src/containers/option-table.ts");

/** Texts, and what only generated files say. */
const left = ["type", "description", "examples", "flags", "since"];
const leftOfLine = ["meaning", "without", "nspawnFlag"];

/** @param {Readonly<Record<string, unknown>>} row @param {readonly string[]} names */
const without = (row, names) =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));

const rows = optionEntries.map((/** @type {[string, Record<string, any>]} */ [name, row]) => {
  const { conf, ...rest } = without(row, left);
  const lines =
    conf &&
    Object.fromEntries(Object.entries(conf).map(([key, line]) => [key, without(line, leftOfLine)]));
  return [name, { ...rest, ...(lines ? { conf: lines } : {}) }];
});
const text = await prettier.format(
  [
    "// Generated from src/containers/table/ by `npm run generate`. Do not edit.",
    'import type { OptionRow } from "./option.js";',
    "",
    "/** The option table without its texts. */",
    `export const optionRows = ${JSON.stringify(Object.fromEntries(rows))} as const satisfies Readonly<Record<string, OptionRow>>;`,
  ].join("\n"),
  { parser: "typescript", printWidth: 100 },
);
if (process.argv.includes("--print")) process.stdout.write(text);
else writeFileSync(target, text);
