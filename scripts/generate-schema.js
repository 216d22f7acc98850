// @ts-check
// Writes the JSON Schema of a container from the option table: node scripts/generate-schema.js [--print]
import { writeFileSync } from "node:fs";
import prettier from "prettier";
import { loadSource } from "./option-table.js";

const target = new URL("../schemas/container.schema.json", import.meta.url);
const { containerSchema } = await loadSource("src/containers/json-schema.ts");
const json = JSON.stringify(containerSchema(), null, 2).replace(
  /[^\0-\x7f]/g,
  (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
);
const text = await prettier.format(json, { parser: "json", printWidth: 100 });
if (process.argv.includes("--print")) process.stdout.write(text);
else writeFileSync(target, text);
