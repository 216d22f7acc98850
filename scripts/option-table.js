// @ts-check
// What the option table says, for scripts that make other files from it.
import { build } from "esbuild";

const root = new URL("../", import.meta.url).pathname;

/**
 * A module of the sources, bundled with what it imports.
 * @param {string} path below the root
 * @returns {Promise<any>}
 */
export async function loadSource(path) {
  const { outputFiles } = await build({
    entryPoints: [`${root}${path}`],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
  });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0]?.text ?? "")}`);
}
