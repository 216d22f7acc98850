// @ts-check
// Writes what commands have to know of the option table, each no more than it needs:
// node scripts/generate-option-rows.js [--print]
import { writeFileSync } from "node:fs";
import prettier from "prettier";
import { loadSource } from "./option-table.js";

const root = new URL("../", import.meta.url);
/** @type {{ optionEntries: [string, Record<string, any>][] }} */
const { optionEntries } = await loadSource("src/containers/option-table.ts");

/** @param {Readonly<Record<string, unknown>>} row @param {readonly string[]} names */
const without = (row, names) =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));

/** What every run loads: rows without their texts. */
const rows = optionEntries.map(([name, row]) => {
  const left = ["type", "description", "examples", "flags", "instead", "since"];
  const { conf, ...rest } = without(row, left);
  const lines = Object.entries(conf ?? {}).map(([key, line]) => [
    key,
    without(line, ["meaning", "without", "nspawnFlag"]),
  ]);
  return [name, { ...rest, ...(conf ? { conf: Object.fromEntries(lines) } : {}) }];
});

/** Flags of `create`, with the option that each is of. */
const flags = optionEntries.flatMap(([option, { flags = {} }]) =>
  Object.entries(flags).map(([name, flag]) => [name, { ...flag, option }]),
);

/** Lines of the conf file, as the host's unit and messages know them. */
const lines = optionEntries.flatMap(([, { conf = {}, flags = {} }]) =>
  Object.entries(conf).map(([key, { without, nspawnFlag }]) => {
    const same = key.toLowerCase().replaceAll("_", "-");
    const [first = same, ...others] = Object.keys(flags);
    return [
      key,
      { without, ...(nspawnFlag ? { nspawnFlag } : {}), flag: others.length > 0 ? same : first },
    ];
  }),
);

/** What there is in nixpkgs in the place of options that it does not have. */
const instead = optionEntries.flatMap(([name, { instead }]) => (instead ? [[name, instead]] : []));

const { leanSchema } = await loadSource("src/containers/json-schema.ts");
const schema = `/** The schema of a container without the texts of options: schemas/container.schema.json. */
export const containerSchema: RootSchema = ${JSON.stringify(leanSchema())};`;

/** @param {string} name @param {string} doc @param {string} type @param {unknown[]} entries */
const constant = (name, doc, type, entries) =>
  `/** ${doc} */\nexport const ${name} = ${JSON.stringify(Object.fromEntries(entries))} as const satisfies Readonly<Record<string, ${type}>>;\n`;

/** @type {readonly (readonly [file: string, type: string, text: string])[]} */
const files = [
  [
    "option-rows",
    "OptionRow",
    constant("optionRows", "The option table without its texts.", "OptionRow", rows),
  ],
  [
    "flag-rows",
    "FlagRow",
    constant("flagRows", "The flags of `create`, in the order of `--help`.", "FlagRow", flags),
  ],
  [
    "line-rows",
    "LineRow",
    [
      constant("lineRows", "Lines of a conf file, by their keys.", "LineRow", lines),
      constant("insteadOf", "What nixpkgs has in the place of an option.", "string", instead),
    ].join("\n"),
  ],
  ["container-schema", "RootSchema", schema],
];
for (const [file, type, text] of files) {
  const formatted = await prettier.format(
    [
      "// Generated from src/containers/table/ by `npm run generate`. Do not edit.",
      `import type { ${type} } from "./${type === "RootSchema" ? "schema-form" : "option"}.js";`,
      "",
      text,
    ].join("\n"),
    { parser: "typescript", printWidth: 100 },
  );
  if (process.argv.includes("--print")) process.stdout.write(formatted);
  else writeFileSync(new URL(`src/containers/${file}.generated.ts`, root), formatted);
}
