// @ts-check
// Builds dist/: the program, the library that config files import, the one for scripts, and the types.
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { build } from "esbuild";
import { explanationsApart, writeExplanations } from "./explanations-apart.js";
import { licencesOf } from "./licences.js";
import { linkProgram } from "./link-program.js";
import { packagesApart } from "./packages.js";
import { pruneTypes } from "./prune-types.js";

const root = new URL("../", import.meta.url).pathname;
rmSync(`${root}dist`, { recursive: true, force: true });
mkdirSync(`${root}dist`);

/**
 * An `import` of a part of Node looks at all that it exports, and so loads what nobody asked for.
 * @param {string} code as esbuild writes it
 */
function withLeanBuiltins(code) {
  const lean = code.replace(
    /import\{([^}]*)\}from("node:[a-z0-9/]+");/g,
    (_, names, name) =>
      `const{${names.replaceAll(" as ", ":")}}=process.getBuiltinModule(${name});`,
  );
  if (/\bfrom"node:/.test(lean)) throw new Error("an import that was not understood");
  return lean;
}

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

/**
 * handlebars does without it where nobody asks for maps of a template's source.
 * @type {import("esbuild").Plugin}
 */
const noSourceMap = {
  name: "no-source-map",
  setup(builder) {
    builder.onResolve({ filter: /^source-map$/ }, () => ({
      path: "source-map",
      namespace: "none",
    }));
    builder.onLoad({ filter: /.*/, namespace: "none" }, () => ({
      contents: "module.exports = {};",
    }));
  },
};

// What has a binary for each platform is installed with the package; all else is bundled, and so
// is only a development dependency: an install stays small.
const installed = ["esbuild"];
const bindings = { "oxc-parser": ["parseSync"] };
/** @type {import("esbuild").BuildOptions & { metafile: true, absWorkingDir: string }} */
const common = {
  absWorkingDir: root,
  outdir: "dist",
  bundle: true,
  platform: "node",
  target: "node20",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  metafile: true,
  external: installed,
};
/** Smaller files. The program gains nothing: its compiled code is kept, without such names. */
const small = { minifyIdentifiers: true, keepNames: true };
const packages = packagesApart(
  ["@jridgewell/trace-mapping", "ipaddr.js", "picocolors"],
  installed,
  bindings,
);

// CommonJS, which V8 can be given with its code compiled, and split by what a command needs.
const program = await build({
  ...common,
  entryPoints: { program: "src/program.ts" },
  chunkNames: "[name]-[hash]",
  outExtension: { ".js": ".cjs" },
  format: "esm",
  splitting: true,
  write: false,
  define: { "import.meta.url": "programUrl" },
  plugins: [packages.plugin, explanationsApart],
});
const always = ["src/program.ts", "src/cli/generate.ts", "src/cli/validate.ts"];
const often = ["src/cli/generate-tree.ts", "src/plan/complete-plan.ts", "src/plan/locate.ts"];
const parts = await linkProgram(program, always, often);
for (const { name, text } of parts) writeFileSync(`${root}dist/${name}`, text);

const start = await build({
  ...common,
  entryPoints: { cli: "src/cli.ts" },
  format: "esm",
  define: { programFile: JSON.stringify(parts[0]?.name) },
});
const libraries = await build({
  ...common,
  entryPoints: { index: "src/index.ts", nix: "src/nix-api.ts" },
  chunkNames: "chunk-[name]-[hash]",
  format: "esm",
  splitting: true,
  plugins: [packages.plugin, explanationsApart],
  ...small,
});
const explanations = await writeExplanations({ ...common, ...small });
// Nobody is shown the names of functions of other packages.
const apart = await packages.write({
  ...common,
  minifyIdentifiers: true,
  plugins: [lightWidth, noSourceMap],
});

const inputs = [program, apart, start, libraries, explanations].flatMap(({ metafile }) =>
  Object.keys(metafile.inputs),
);
writeFileSync(`${root}dist/licences.txt`, licencesOf(inputs, root));
const startFile = `${root}dist/cli.js`;
writeFileSync(startFile, withLeanBuiltins(readFileSync(startFile, "utf8")));
chmodSync(startFile, 0o755);
if (!process.argv.includes("--no-types")) {
  execFileSync(
    process.execPath,
    [`${root}node_modules/typescript/bin/tsc`, "-p", `${root}tsconfig.build.json`],
    { stdio: "inherit" },
  );
  pruneTypes(`${root}dist/types`, ["index.d.ts", "nix-api.d.ts"]);
}
