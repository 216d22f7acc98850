// @ts-check
// Keeps what explains problems out of what every run loads: only `explain` shows it.
import { readFileSync } from "node:fs";
import { build } from "esbuild";
import { parseSync } from "oxc-parser";

const entries = /[\\/]src[\\/]problems[\\/]codes[\\/][^\\/]+\.ts$/;
const explaining = ["title", "cause", "cure"];
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
    builder.onLoad({ filter: entries }, ({ path }) => ({
      contents: withoutExplanations(path, readFileSync(path, "utf8")),
      loader: "ts",
    }));
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
  });
}

/**
 * The text of a group of codes with no explanation in any call of `code("NP…", { … })`, and each
 * call marked as one that can be left out with its code.
 * @param {string} path
 * @param {string} text
 */
function withoutExplanations(path, text) {
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
      for (const property of entry.properties) {
        if (property.type !== "Property" || property.key.type !== "Identifier") continue;
        if (!explaining.includes(property.key.name)) continue;
        replace(property.value.start, property.value.end, '""');
      }
    }
  }
  return shorter + text.slice(end);
}
