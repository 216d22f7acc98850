// @ts-check
// Writes what docs say of the option table: docs/options.md, and the table of keys in
// docs/conf-file.md: node scripts/generate-option-docs.js [--print]
import { readFileSync, writeFileSync } from "node:fs";
import prettier from "prettier";
import { loadSource } from "./option-table.js";

const root = new URL("../docs/", import.meta.url);
/** @type {{ optionEntries: [string, Record<string, any>][] }} */
const { optionEntries } = await loadSource("src/containers/option-table.ts");

/** @param {readonly string[]} heads @param {readonly (readonly string[])[]} rows */
const table = (heads, rows) =>
  [heads, heads.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
/** @param {readonly string[]} names */
const code = (names) => names.map((name) => `\`${name}\``).join(", ");

/** Keys that are told together, the first of which says what they mean. @type {{ keys: string[], own: boolean, meaning: string }[]} */
const lines = [];
for (const [, { conf = {} }] of optionEntries) {
  for (const [key, { meaning, own = false }] of Object.entries(conf)) {
    if (meaning === undefined) lines.at(-1)?.keys.push(key);
    else lines.push({ keys: [key], own, meaning });
  }
}
const keys = table(
  ["key", "meaning"],
  lines.map(({ keys, own, meaning }) => [`${code(keys)}${own ? " (own)" : ""}`, meaning]),
);
const before = readFileSync(new URL("conf-file.md", root), "utf8");
const confFile = before.replace(/^\| key +\| meaning[^]*?\n(?=\n)/m, () => `${keys}\n`);
if (!confFile.includes(keys)) throw new Error("docs/conf-file.md has no table of keys");

/** @type {Record<string, string>} */
const changes = { restart: "a restart", reload: "a reload", "next start": "the next start" };
/** @type {Record<string, string>} */
const claims = {
  "local address": "an address",
  "host address": "an address of the host's end",
  MAC: "a MAC address",
  port: "a port of the host",
  interface: "an interface",
  parent: "an interface that macvlans share",
  folder: "what it can write to",
};

const sorted = [...optionEntries].sort(([one], [other]) => (one < other ? -1 : 1));
const options = [
  "# Options of a container",
  "",
  "What a change of each option takes of a container that runs, what it claims for the container alone, the lines of the",
  "conf file (conf-file.md) and the flags of `nixpawn create` that say the same. Editors show what an option means; this",
  "page is made from `src/containers/table/` by `npm run generate`.",
  "",
  table(
    ["option", "a change takes", "claims", "conf file", "`create`"],
    sorted.map(([name, { change, takes, conf = {}, addsTo = [], flags = {} }]) => [
      code([name]),
      changes[change] ?? "nothing",
      claims[takes] ?? "",
      code([...Object.keys(conf), ...addsTo]),
      code(Object.keys(flags).map((flag) => `--${flag}`)),
    ]),
  ),
  "",
  "Several containers may have one address at the host's end, where none has it as its own, and macvlans on one interface,",
  "where none has that alone. An address, and a MAC address, may be there again on another bridge.",
  "",
  "## Where an option exists",
  "",
  "All others are there in every target, and in nixpkgs from 18.03 on.",
  "",
  table(
    ["option", "targets", "not in nixpkgs of", "systemd"],
    sorted.flatMap(([name, { targets, since = {} }]) =>
      targets === undefined && Object.keys(since).length === 0
        ? []
        : [
            [
              code([name]),
              targets === undefined ? "all" : code(targets),
              targets !== undefined
                ? "any release"
                : since.nixosAfter === undefined
                  ? ""
                  : `${since.nixosAfter} and older`,
              since.systemd === undefined ? "" : `${since.systemd} and newer`,
            ],
          ],
    ),
  ),
  "",
].join("\n");

for (const [name, page] of [
  ["conf-file.md", confFile],
  ["options.md", options],
]) {
  const text = await prettier.format(page, { parser: "markdown", printWidth: 100 });
  if (process.argv.includes("--print")) process.stdout.write(text);
  else writeFileSync(new URL(name, root), text);
}
