// @ts-check
// Puts together what esbuild split: one file of what every run needs, and the others beside it.
import { createHash } from "node:crypto";
import { basename } from "node:path";
import { transform } from "esbuild";

/**
 * The files of a program, each a list of functions like those that Node puts around CommonJS
 * modules, by name (src/start/ runs them).
 * @param {import("esbuild").BuildResult<{ write: false, metafile: true }>} built split ES modules
 * @param {readonly string[]} always sources of entry points whose files every run needs
 * @returns {Promise<{ name: string, text: string }[]>} the one that every run needs first
 */
export async function linkProgram({ outputFiles, metafile }, always) {
  const texts = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
  const outputs = Object.entries(metafile.outputs);
  /** @type {Set<string>} */
  const needed = new Set();
  /** @param {string} path */
  const need = (path) => {
    if (needed.has(basename(path))) return;
    needed.add(basename(path));
    for (const { kind, external, path: imported } of metafile.outputs[path]?.imports ?? []) {
      if (kind === "import-statement" && external !== true) need(imported);
    }
  };
  for (const [path, { entryPoint }] of outputs) {
    if (entryPoint !== undefined && always.includes(entryPoint)) need(path);
  }
  const parts = await Promise.all(
    [...texts].map(async ([name, text]) => ({
      name,
      part: await partOf(name, text, !needed.has(name)),
    })),
  );
  const text = listOf(parts.filter(({ name }) => needed.has(name)).map(({ part }) => part));
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 8);
  return [
    { name: `program-${hash}.cjs`, text },
    ...parts
      .filter(({ name }) => !needed.has(name))
      .map(({ name, part }) => ({ name, text: listOf([part]) })),
  ];
}

/**
 * @param {string} name
 * @param {string} text an ES module
 * @param {boolean} small without the names of the source; code that is kept compiled gains nothing
 */
async function partOf(name, text, small) {
  const { code: written } = await transform(text, {
    format: "cjs",
    platform: "node",
    target: "node20",
    // V8 does not know whose `import()` it is that stands in compiled code.
    supported: { "dynamic-import": false },
    minifySyntax: true,
    minifyWhitespace: true,
    minifyIdentifiers: true,
    keepNames: small,
  });
  // A config may give all objects a property: what is exported is the object's own.
  const code = written.replace(
    /for\(var (\w+) in (\w+)\)(\w+\(\w+,\1,\{get:\2\[\1\],)/g,
    "for(var $1 of Object.keys($2))$3",
  );
  // It is read as Latin-1; esbuild escapes what is not ASCII everywhere but in patterns.
  const odd = /.{0,40}[^\0-\x7f].{0,40}/.exec(code)?.[0];
  if (odd !== undefined) throw new Error(`write \\u escapes in this pattern: ${odd}`);
  return `${JSON.stringify(`./${name}`)}:function(exports,require,module,programUrl){${code}}`;
}

/** @param {readonly string[]} parts */
function listOf(parts) {
  return `({${parts.join(",\n")}})\n`;
}
