import type { Plugin } from "esbuild";

/** The namespace of the module that stands for the library. */
export const libraryNamespace = "nixpawn-library";

/**
 * Lets a config import "nixpawn" from the program that runs it. A module of its own between them
 * says which names there are, so that a misspelt one has a place; `require` can load it, too.
 * @param library URL of the library
 * @param names what it exports
 */
export function ownLibrary(library: string, names: readonly string[]): Plugin {
  return {
    name: libraryNamespace,
    setup(build) {
      build.onResolve({ filter: /^nixpawn$/ }, () => ({
        path: "nixpawn",
        namespace: libraryNamespace,
      }));
      build.onResolve({ filter: /.*/, namespace: libraryNamespace }, () => ({
        path: library,
        external: true,
      }));
      build.onLoad({ filter: /.*/, namespace: libraryNamespace }, () => ({
        contents: `export { ${names.join(", ")} } from ${JSON.stringify(library)};`,
        loader: "js",
      }));
    },
  };
}

/** The names that the library exports. */
export async function libraryNames(library: string): Promise<string[]> {
  return Object.keys((await import(library)) as object);
}
