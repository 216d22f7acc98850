// @ts-check
// Builds dist/: the program, the library that config files import, the one for scripts, and the types.
import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { build } from "esbuild";
import { licencesOf } from "./licences.js";
import { pruneTypes } from "./prune-types.js";

const root = new URL("../", import.meta.url).pathname;
rmSync(`${root}dist`, { recursive: true, force: true });

/**
 * string-width knows every character of every terminal, at 48 ms a start; the texts that yargs
 * lays out for help are plain.
 * @type {import("esbuild").Plugin}
 */
const lightWidth = {
  name: "light-string-width",
  setup(builder) {
    builder.onResolve({ filter: /^string-width$/ }, () => ({
      path: "string-width",
      namespace: "light",
    }));
    builder.onLoad({ filter: /.*/, namespace: "light" }, () => ({
      contents:
        "export default (text) => [...String(text).replace(/\\u001b\\[[0-9;]*m/g, '')].length;",
    }));
  },
};

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: { cli: "src/cli.ts", index: "src/index.ts", nix: "src/nix-api.ts" },
  outdir: "dist",
  bundle: true,
  splitting: true,
  chunkNames: "chunk-[name]-[hash]",
  format: "esm",
  platform: "node",
  target: "node20",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  metafile: true,
  // What has a binary for each platform is installed with the package; all else is bundled, and so
  // is only a development dependency: an install stays small.
  external: ["esbuild", "oxc-parser"],
  // Parts of yargs and handlebars are CommonJS.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  plugins: [lightWidth],
});
writeFileSync(`${root}dist/licences.txt`, licencesOf(Object.keys(metafile.inputs), root));
chmodSync(`${root}dist/cli.js`, 0o755);
if (!process.argv.includes("--no-types")) {
  execFileSync(
    process.execPath,
    [`${root}node_modules/typescript/bin/tsc`, "-p", `${root}tsconfig.build.json`],
    { stdio: "inherit" },
  );
  pruneTypes(`${root}dist/types`, ["index.d.ts", "nix-api.d.ts"]);
}
