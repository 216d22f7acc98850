// @ts-check
// Compiles the JSON Schema of a container ahead of time: node scripts/compile-schema.js [--print]
import { readFileSync, writeFileSync } from "node:fs";
import ajvModule from "ajv/dist/2020.js";
import standaloneModule from "ajv/dist/standalone/index.js";
import { fullFormats } from "ajv-formats/dist/formats.js";
import { build } from "esbuild";

const root = new URL("../", import.meta.url);
const target = new URL("src/plan/schema/validate-container.generated.js", root);

/** @param {RegExp} address @param {string} prefix */
const withPrefix = (address, prefix) =>
  new RegExp(
    `^(?:${address.source.replace(/^\^/, "").replace(/\$$/, "")})(?:/(?:${prefix}))?$`,
    "i",
  );

const ipv4 = /** @type {RegExp} */ (fullFormats["ipv4"]);
const ipv6 = /** @type {RegExp} */ (fullFormats["ipv6"]);
const schema = JSON.parse(readFileSync(new URL("schemas/container.schema.json", root), "utf8"));

/**
 * What systemd-nspawn's --capability= takes (parse_capability_spec of its nspawn.c, and
 * capability_from_name): names in any case, numbers up to 62 and `all`, between commas.
 */
const capability = schema["$defs"]["capabilityName"]["enum"]
  .map((/** @type {string} */ name) =>
    name.replace(/[A-Z]/g, (letter) => `[${letter}${letter.toLowerCase()}]`),
  )
  .concat("[0-9]|[1-5][0-9]|6[0-2]")
  .join("|");
const ajv = new ajvModule.default({
  allErrors: true,
  // What is wrong is told in words of our own (src/plan/schema/schema.ts).
  messages: false,
  strict: false,
  // Shared parts as functions: a tenth of the size, and of the time to load.
  inlineRefs: false,
  code: { source: true, esm: true },
  formats: {
    ipv4,
    ipv6,
    capabilities: new RegExp(`^,*(?:${capability})(?:,+(?:${capability}))*,*$`),
    "ipv4-prefix": withPrefix(ipv4, "3[0-2]|[12]?[0-9]"),
    "ipv6-prefix": withPrefix(ipv6, "12[0-8]|1[01][0-9]|[1-9]?[0-9]"),
  },
});

/** What a schema says to people; the code that is made holds the schema, and every run reads it. */
const forPeople = ["title", "description", "default", "examples", "x-type"];
const maps = ["properties", "patternProperties", "$defs"];

/** @param {unknown} part of a schema @returns {unknown} */
const bare = (part) => {
  if (Array.isArray(part)) return part.map(bare);
  if (typeof part !== "object" || part === null) return part;
  return Object.fromEntries(
    Object.entries(part)
      .filter(([keyword]) => !forPeople.includes(keyword))
      .map(([keyword, value]) => [
        keyword,
        maps.includes(keyword)
          ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, bare(one)]))
          : bare(value),
      ]),
  );
};
const source = standaloneModule.default(ajv, ajv.compile(bare(schema)));
const { outputFiles } = await build({
  stdin: { contents: source, resolveDir: new URL(".", root).pathname },
  bundle: true,
  write: false,
  format: "esm",
  platform: "node",
  minify: true,
});
const text = `// Generated from schemas/container.schema.json by \`npm run generate\`. Do not edit.\n${outputFiles[0]?.text ?? ""}`;
if (process.argv.includes("--print")) process.stdout.write(text);
else writeFileSync(target, text);
