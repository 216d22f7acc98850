// @ts-check
// Writes docs/problems.md from the tables of codes: node scripts/generate-problem-docs.js [--print]
import { writeFileSync } from "node:fs";
import { build } from "esbuild";
import prettier from "prettier";

const root = new URL("../", import.meta.url);
const target = new URL("docs/problems.md", root);

const { outputFiles } = await build({
  stdin: {
    contents: `export { problemCodes } from "./codes.js"; export { problemDocs } from "./docs.js";`,
    resolveDir: new URL("src/problems", root).pathname,
  },
  bundle: true,
  write: false,
  format: "esm",
  platform: "node",
});
/** @type {{ problemCodes: any, problemDocs: (codes: any) => string }} */
const { problemCodes, problemDocs } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0]?.text ?? "").toString("base64")}`
);
const text = await prettier.format(problemDocs(problemCodes), {
  ...(await prettier.resolveConfig(target)),
  parser: "markdown",
});
if (process.argv.includes("--print")) process.stdout.write(text);
else writeFileSync(target, text);
