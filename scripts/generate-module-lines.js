// @ts-check
// Writes the lines of the conf file for the bundled module, from the option table:
// node scripts/generate-module-lines.js [--print]
import { writeFileSync } from "node:fs";
import { loadSource } from "./option-table.js";

const target = new URL(
  "../nixos-modules/systemd-containers/conf-lines.generated.nix",
  import.meta.url,
);
/** @type {{ optionEntries: [string, Record<string, any>][] }} */
const { optionEntries } = await loadSource("src/containers/option-table.ts");

/** @param {string | boolean} value */
const nix = (value) => (typeof value === "string" ? `"${value}"` : String(value));
const lines = optionEntries.flatMap(([option, { conf = {}, inPairs, change }]) =>
  Object.entries(conf).map(([key, { form }]) => ({
    key,
    option,
    form,
    // Only with a network of its own.
    ofPair: inPairs !== undefined,
    // Further pairs have it, too.
    ofEachPair: inPairs === "used",
    atStart: change === "restart",
  })),
);
const text = [
  "# Generated from src/containers/table/ by `npm run generate`. Do not edit.",
  "[",
  ...lines.flatMap((line) => [
    "  {",
    ...Object.entries(line).map(([name, value]) => `    ${name} = ${nix(value)};`),
    "  }",
  ]),
  "]",
  "",
].join("\n");
if (process.argv.includes("--print")) process.stdout.write(text);
else writeFileSync(target, text);
