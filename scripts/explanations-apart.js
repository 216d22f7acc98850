// @ts-check
// Keeps what explains problems out of what every run loads: only `explain` shows it.
import { readFileSync } from "node:fs";
import { build } from "esbuild";
import { parseSync } from "oxc-parser";

const entries = /[\\/]src[\\/]problems[\\/]codes[\\/][^\\/]+\.ts$/;
const file = "packages/problem-codes";

/**
 * Leaves titles, causes and cures out of a bundle, but for the table of all codes, which it loads
 * from a file of its own (`writeExplanations`).
 * @type {import("esbuild").Plugin}
 */
export const explanationsApart = {
  name: "explanations-apart",
  setup(builder) {
    builder.onResolve({ filter: /[\\/]problems[\\/]codes\.js$/ }, () => ({
      path: `./${file}.cjs`,
      external: true,
    }));
    loadWithout(builder, ["title", "cause", "cure"]);
  },
};

/**
 * Writes the table of all codes.
 * @param {import("esbuild").BuildOptions & { metafile: true }} options
 */
export function writeExplanations(options) {
  return build({
    ...options,
    entryPoints: { [file]: "src/problems/codes.ts" },
    outExtension: { ".js": ".cjs" },
    format: "cjs",
    plugins: [{ name: "explanations", setup: (builder) => loadWithout(builder, ["says"]) }],
  });
}

/**
 * @param {import("esbuild").PluginBuild} builder
 * @param {readonly string[]} names
 */
function loadWithout(builder, names) {
  builder.onLoad({ filter: entries }, ({ path }) => ({
    contents: entriesWithout(names, path, readFileSync(path, "utf8")),
    loader: "ts",
  }));
}

/**
 * The text of a group of codes without some properties in any call of `code("NP…", { … })`, and each
 * call marked as one that can be left out with its code.
 * @param {readonly string[]} names
 * @param {string} path
 * @param {string} text
 */
function entriesWithout(names, path, text) {
  let shorter = "";
  let end = 0;
  /** @param {number} start @param {number} next @param {string} instead */
  const replace = (start, next, instead) => {
    shorter += text.slice(end, start) + instead;
    end = next;
  };
  for (const statement of parseSync(path, text).program.body) {
    if (statement.type !== "ExportNamedDeclaration") continue;
    if (statement.declaration?.type !== "VariableDeclaration") continue;
    for (const { init } of statement.declaration.declarations) {
      const entry = init?.type === "CallExpression" ? init.arguments[1] : undefined;
      if (init === null || entry?.type !== "ObjectExpression") continue;
      replace(init.start, init.start, "/* @__PURE__ */ ");
      entry.properties.forEach((property, index) => {
        if (property.type !== "Property" || property.key.type !== "Identifier") return;
        if (!names.includes(property.key.name)) return;
        replace(property.start, entry.properties[index + 1]?.start ?? entry.end - 1, "");
      });
    }
  }
  return shorter + text.slice(end);
}
