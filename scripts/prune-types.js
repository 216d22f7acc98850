// @ts-check
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/**
 * Removes the declaration files that no entry leads to: tsc writes one for every source.
 * @param {string} folder
 * @param {readonly string[]} entries file names in `folder`
 */
export function pruneTypes(folder, entries) {
  /** @type {Set<string>} */
  const wanted = new Set();
  /** @param {string} file */
  const visit = (file) => {
    if (wanted.has(file)) return;
    wanted.add(file);
    for (const [, specifier = ""] of readFileSync(file, "utf8").matchAll(
      /(?:from |import\()"(\.[^"]+)"/g,
    ))
      visit(resolve(dirname(file), specifier.replace(/\.js$/, ".d.ts")));
  };
  for (const entry of entries) visit(resolve(folder, entry));
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const file = resolve(folder, path);
    if (file.endsWith(".d.ts") && !wanted.has(file)) rmSync(file);
  }
  // Deepest first: a folder may become empty by what is removed in it.
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort().reverse()) {
    const inner = join(folder, path);
    if (existsSync(inner) && !inner.endsWith(".d.ts") && readdirSync(inner).length === 0)
      rmSync(inner, { recursive: true });
  }
}
