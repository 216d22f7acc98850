// @ts-check
// Writes what the bundled module has to know of the JSON Schema, kinds of texts, as Nix:
// node scripts/generate-module-values.js [--print]
import { readFileSync, writeFileSync } from "node:fs";

const root = new URL("../", import.meta.url);
const target = new URL("nixos-modules/systemd-containers/values.generated.nix", root);

/** @typedef {Record<string, any>} Schema */
/** @type {Record<string, Schema>} */
const definitions = JSON.parse(
  readFileSync(new URL("schemas/container.schema.json", root), "utf8"),
)["$defs"];

/**
 * A pattern of the schema as the extended regular expression that builtins.match takes. What the
 * two do not have in common, such as a look ahead or \d, has no place in the schema.
 * @param {string} pattern
 */
function extended(pattern) {
  const [, whole] = /^\^(.*)\$$/s.exec(pattern) ?? [];
  if (whole === undefined) throw new Error(`${pattern} is not anchored`);
  return whole.replace(
    /\[\^\\u0000\]|\[[^\\\]]+\]|\(\?:|\\[.+[]|\\\]|\\.?|\(\?.|\[/gs,
    (/** @type {string} */ part) => {
      if (part === "[^\\u0000]") return ".";
      if (part === "(?:") return "(";
      if (part === "\\]") return "]";
      if (/^\[.|^\\[.+[]$/s.test(part)) return part;
      throw new Error(`${pattern} has ${part}, which a pattern in Nix cannot say`);
    },
  );
}

/** @param {string} text */
const string = (text) => `"${text.replace(/["\\]|\$(?=\{)/g, "\\$&").replaceAll("\t", "\\t")}"`;

/** @param {readonly string[]} lines */
const indented = (lines) => lines.map((line) => `  ${line}`);

/** @param {readonly string[]} values */
const list = (values) =>
  values.length < 2
    ? [`[ ${values.map((one) => `${string(one)} `).join("")}]`]
    : ["[", ...indented(values.map(string)), "]"];

/** @param {string} name @param {readonly string[]} value */
const binding = (name, [first = "", ...rest]) => {
  const lines = [`${name} = ${first}`, ...rest];
  return [...lines.slice(0, -1), `${lines.at(-1) ?? ""};`];
};

/** Alternatives of a schema. @param {Schema | undefined} one @returns {Schema[]} */
const choices = (one) => (one === undefined ? [] : (one["anyOf"] ?? [one]));

/** @param {Schema} one */
function kind(one) {
  const refused = choices(one["not"]);
  return [
    "{",
    ...indented([
      ...binding("description", [string(one["description"])]),
      ...(one["pattern"] ? binding("pattern", [string(extended(one["pattern"]))]) : []),
      ...binding(
        "refusedPatterns",
        list(refused.flatMap((part) => (part["pattern"] ? [extended(part["pattern"])] : []))),
      ),
      ...binding("refusedValues", list(refused.flatMap((part) => part["enum"] ?? []))),
      ...(one["enum"] ? binding("values", list(one["enum"])) : []),
    ]),
    "}",
  ];
}

// Names of attributes are texts, too.
const { resourceControl } = definitions;
definitions["resourceSetting"] = {
  description: `one of the ${resourceControl?.["description"]}`,
  enum: Object.keys(resourceControl?.["properties"]),
};

const texts = Object.entries(definitions)
  .filter(
    ([name, one]) => one["type"] === "string" || one["enum"] !== undefined || name === "capability",
  )
  .sort(([one], [other]) => (one < other ? -1 : 1));
const lines = [
  "# Generated from schemas/container.schema.json by `npm run generate`. Do not edit.",
  "{",
  ...indented(texts.flatMap(([name, one]) => binding(name, kind(one)))),
  "}",
];
const text = `${lines.join("\n")}\n`;
if (process.argv.includes("--print")) process.stdout.write(text);
else writeFileSync(target, text);
