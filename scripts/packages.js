// @ts-check
// Packages that only some commands need, each bundled to a file of its own.
import { isBuiltin } from "node:module";
import { build } from "esbuild";

/**
 * Leaves packages out of a bundle, to be loaded when they are needed: what every command reads
 * stays small.
 * @param {readonly string[]} always packages that go into the bundle nevertheless
 * @param {readonly string[]} installed packages that are neither bundled nor given a file
 * @param {Readonly<Record<string, readonly string[]>>} bindings what is used of packages whose code
 *   is given a file, and which look for a binary from where they are installed
 */
export function packagesApart(always, installed, bindings) {
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
     * @param {import("esbuild").BuildOptions & { metafile: true, absWorkingDir: string }} options
     */
    write: async (options) => {
      /** @param {string} file code that gives the file which a package takes itself for */
      const written = (file) =>
        /** @type {const} */ ({
          ...options,
          outExtension: { ".js": ".cjs" },
          format: "cjs",
          define: { "import.meta.url": "packageUrl" },
          banner: { js: `const packageUrl = require("node:url").pathToFileURL(${file}).href;` },
        });
      const others = await build({
        ...written("__filename"),
        entryPoints: [...found]
          .filter(([path]) => !(path in bindings))
          .map(([path, out]) => ({ in: path, out })),
      });
      const native = await Promise.all(
        Object.entries(bindings).map(([name, exported]) => {
          if (!found.has(name)) throw new Error(`nothing imports ${name}`);
          return build({
            ...written(`require.resolve(${JSON.stringify(name)})`),
            external: [],
            stdin: {
              contents: `export { ${exported.join(", ")} } from ${JSON.stringify(name)};`,
              resolveDir: options.absWorkingDir,
              sourcefile: `${name}.js`,
            },
            outdir: undefined,
            outfile: `${options.outdir}/${found.get(name)}.cjs`,
          });
        }),
      );
      const inputs = Object.assign(
        {},
        ...[others, ...native].map(({ metafile }) => metafile.inputs),
      );
      return { metafile: { inputs } };
    },
  };
}
