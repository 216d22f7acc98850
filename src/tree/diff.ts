import type { Tree } from "../targets/target.js";
import { compareTree } from "./compare.js";
import { readPlainFile } from "./plain-file.js";

/** What writing the tree would change, as a unified diff with paths relative to `outDir`. */
export async function diffTree(outDir: string, tree: Tree): Promise<string> {
  const { createTwoFilesPatch } = await import("diff");
  const changes = compareTree(outDir, tree);
  const files = new Map(tree.files.map((one) => [one.path, one]));
  const touched = [...changes.created, ...changes.changed, ...changes.removed].sort();
  const patches = touched.map((path) => {
    const found = readPlainFile(outDir, path);
    const before = found.kind === "text" ? found.text : "";
    const after = files.get(path)?.text ?? "";
    const from = changes.created.includes(path) ? "/dev/null" : `a/${path}`;
    const to = changes.removed.includes(path) ? "/dev/null" : `b/${path}`;
    const patch = createTwoFilesPatch(from, to, before, after, undefined, undefined, {
      context: 3,
    });
    // The line of equals signs is no part of a unified diff.
    return patch.replace(/^=+\n/, "").replace(/\t$/gm, "");
  });
  return patches.join("");
}
