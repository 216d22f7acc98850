// Runs a script written in TypeScript: node scripts/run.js scripts/generate-types.ts [arguments]
import { mkdir, rm } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const script = process.argv[2];
if (script === undefined) throw new Error("Usage: node scripts/run.js SCRIPT [ARGUMENTS]");
const folder = resolve(import.meta.dirname, "../node_modules/.cache/nixpawn-scripts");
const outfile = join(folder, `${basename(script, ".ts")}-${process.pid}.mjs`);
await mkdir(folder, { recursive: true });
try {
  await build({
    entryPoints: [script],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    target: "node20",
    logLevel: "warning",
  });
  process.argv.splice(1, 2, resolve(script));
  await import(pathToFileURL(outfile).href);
} finally {
  await rm(outfile, { force: true });
}
