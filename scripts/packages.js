// @ts-check
// Packages that only some commands need, each bundled to a file of its own.
import { isBuiltin } from "node:module";
import { build } from "esbuild";

/**
 * Leaves packages out of a bundle, to be loaded when they are needed: what every command reads
 * stays small.
 * @param {readonly string[]} always packages that go into the bundle nevertheless
 * @param {readonly string[]} installed packages that are neither bundled nor given a file
 */
export function packagesApart(always, installed) {
  /** @type {Map<string, string>} */
  const found = new Map();
  /** @type {import("esbuild").Plugin} */
  const plugin = {
    name: "packages-apart",
    setup(builder) {
      builder.onResolve({ filter: /^[^./]/ }, ({ path, importer, kind }) => {
        if (kind === "entry-point" || /[\\/]node_modules[\\/]/.test(importer)) return undefined;
        if (isBuiltin(path) || [...always, ...installed].includes(path)) return undefined;
        const out = `packages/${path.replace(/\W+/g, "-")}`;
        found.set(path, out);
        return { path: `./${out}.cjs`, external: true };
      });
    },
  };
  return {
    plugin,
    /**
     * Writes the files of the packages that were found.
     * @param {import("esbuild").BuildOptions & { metafile: true }} options
     */
    write: (options) =>
      build({
        ...options,
        entryPoints: [...found].map(([path, out]) => ({ in: path, out })),
        outExtension: { ".js": ".cjs" },
        format: "cjs",
        define: { "import.meta.url": "packageUrl" },
        banner: { js: 'const packageUrl = require("node:url").pathToFileURL(__filename).href;' },
      }),
  };
}
