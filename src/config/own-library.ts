import type { Plugin } from "esbuild";

const namespace = "nixpawn-library";

/**
 * Lets a config import "nixpawn" from the program that runs it.
 * @param library URL of the library
 */
export function ownLibrary(library: string): Plugin {
  return {
    name: namespace,
    setup(build) {
      build.onResolve({ filter: /^nixpawn$/ }, ({ kind }) =>
        // `require` cannot load a module by URL; a module around it can be bundled.
        kind.startsWith("require")
          ? { path: library, namespace }
          : { path: library, external: true },
      );
      build.onResolve({ filter: /.*/, namespace }, ({ path }) => ({ path, external: true }));
      build.onLoad({ filter: /.*/, namespace }, ({ path }) => ({
        contents: `export * from ${JSON.stringify(path)};`,
        loader: "js",
      }));
    },
  };
}
