import type { Plugin } from "esbuild";
import { guardFunctions, guardGlobal } from "../../authoring/operator-guard.js";
import * as library from "../../index.js";

/** The namespace of the module that stands for the library. */
export const libraryNamespace = "nixpawn-library";

/** What the library exports. */
export const libraryNames: readonly string[] = Object.keys(library);

/** Where a config that runs finds the library. */
const key = "nixpawn.library";

/** Puts the library of this program where configs look for it. */
export function provideLibrary(): void {
  Object.assign(globalThis, { [Symbol.for(key)]: library });
  Object.defineProperty(globalThis, guardGlobal, {
    value: guardFunctions,
    configurable: true,
    enumerable: false,
  });
}

/**
 * Lets a config import "nixpawn" from the program that runs it, whatever is installed beside the
 * config: so the two agree, and nothing has to be loaded twice. A module between them says which
 * names there are, so that a misspelt one has a place; `require` can load it, too.
 */
export function ownLibrary(): Plugin {
  return {
    name: libraryNamespace,
    setup(build) {
      build.onResolve({ filter: /^nixpawn$/ }, ({ path }) => ({
        path,
        namespace: libraryNamespace,
      }));
      build.onLoad({ filter: /.*/, namespace: libraryNamespace }, () => ({
        contents: `export const { ${libraryNames.join(", ")} } = globalThis[Symbol.for("${key}")];`,
        loader: "js",
      }));
    },
  };
}
