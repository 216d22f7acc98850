// @ts-check
// Writes docs/problems.md from the tables of codes, and their type: node scripts/generate-problem-docs.js [--print]
import { mkdirSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import prettier from "prettier";

const root = new URL("../", import.meta.url);
const { outputFiles } = await build({
  entryPoints: [new URL("src/problems/codes.ts", root).pathname],
  bundle: true,
  write: false,
  format: "esm",
});
const source = `data:text/javascript,${encodeURIComponent(outputFiles[0]?.text ?? "")}`;
/** @type {{ problemCodes: Record<string, { title: string, cause: string, cure: string }> }} */
const { problemCodes } = await import(source);

const groups = [
  ["NP0", "The config file"],
  ["NP1", "Options and their values"],
  ["NP2", "Rules within a container and across containers"],
  ["NP3", "The Nix language"],
  ["NP4", "The generated tree"],
  ["NP5", "Programs and nixpkgs"],
  ["NP6", "The evaluation"],
  ["NP7", "The host"],
  ["NP9", "The command line"],
];
const lines = [
  "# Problems",
  "",
  "Every problem has a code. `nixpawn explain CODE` prints the same text.",
  "This page is made from `src/problems/codes/` by `npm run generate`.",
  "",
];
for (const [prefix = "", title = ""] of groups) {
  lines.push(`## ${title}`, "");
  for (const [code, entry] of Object.entries(problemCodes).sort()) {
    if (!code.startsWith(prefix)) continue;
    lines.push(`### ${code}: ${entry.title}`, "", entry.cause, "", `**Cure.** ${entry.cure}`, "");
  }
}
const text = await prettier.format(lines.join("\n"), { parser: "markdown", printWidth: 100 });
// Written out, so that the types of a library's user do not have all forms of all problems.
const types = `// Generated from src/problems/codes/ by npm run generate. Do not edit.
export type ProblemCode =
${Object.keys(problemCodes)
  .sort()
  .map((code) => `  | "${code}"`)
  .join("\n")};
`;
if (process.argv.includes("--print")) process.stdout.write(text);
else {
  mkdirSync(new URL("docs/", root), { recursive: true });
  writeFileSync(new URL("docs/problems.md", root), text);
  writeFileSync(new URL("src/problems/problem-code.generated.ts", root), types);
}
