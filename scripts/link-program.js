// @ts-check
// Puts together what esbuild split: one file of what every run needs, and the others beside it.
import { createHash } from "node:crypto";
import { basename } from "node:path";
import { build, transform } from "esbuild";

/** How each file is written: as CommonJS, without a word too many. */
const written = /** @type {const} */ ({
  format: "cjs",
  platform: "node",
  target: "node20",
  // V8 does not know whose `import()` it is that stands in compiled code.
  supported: { "dynamic-import": false },
  minifySyntax: true,
  minifyWhitespace: true,
  minifyIdentifiers: true,
});

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
  /** Files that others import, other than within the one scope: in order, that of a start first. */
  const asked = new Set(["program.cjs"]);
  for (const [path, { entryPoint }] of outputs) {
    if (entryPoint !== undefined && always.includes(entryPoint)) need(path);
  }
  for (const [path, { imports }] of outputs) {
    for (const { kind, external, path: imported } of imports) {
      const inScope = needed.has(basename(path)) && kind === "import-statement";
      if (external !== true && !inScope && needed.has(basename(imported))) {
        asked.add(basename(imported));
      }
    }
  }
  const lazy = await Promise.all(
    [...texts]
      .filter(([name]) => !needed.has(name))
      .map(async ([name, text]) => ({ name, part: await partOf(name, text) })),
  );
  const text = listOf(await oneScope(texts, needed, [...asked]));
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 8);
  return [
    { name: `program-${hash}.cjs`, text },
    ...lazy.map(({ name, part }) => ({ name, text: listOf([part]) })),
  ];
}

/**
 * What every run needs, in one scope: a hundred modules that look each other's names up at every
 * call take a tenth of the time of a short run.
 * @param {ReadonlyMap<string, string>} texts ES modules by name
 * @param {ReadonlySet<string>} needed names of those that every run needs
 * @param {readonly string[]} asked names of those that others import
 * @returns {Promise<string[]>} the scope, and what is asked for of it
 */
async function oneScope(texts, needed, asked) {
  /** @type {import("esbuild").Plugin} */
  const fromMemory = {
    name: "from-memory",
    setup(builder) {
      builder.onResolve({ filter: /^\.\/[^/]+\.cjs$/ }, ({ path, kind }) => {
        const name = basename(path);
        return needed.has(name) && kind === "import-statement"
          ? { path: name, namespace: "needed" }
          : { path, external: true };
      });
      builder.onResolve({ filter: /.*/ }, ({ path, kind }) =>
        kind === "entry-point" ? undefined : { path, external: true },
      );
      builder.onLoad({ filter: /.*/, namespace: "needed" }, ({ path }) => ({
        contents: texts.get(path) ?? "",
        loader: "js",
      }));
    },
  };
  const { outputFiles } = await build({
    ...written,
    // As one long line it starts some milliseconds later: measured, not understood.
    lineLimit: 120,
    stdin: {
      contents: asked.map((name, index) => `export * as p${index} from "./${name}";`).join("\n"),
      resolveDir: "/",
    },
    bundle: true,
    write: false,
    legalComments: "none",
    plugins: [fromMemory],
  });
  const scope = checked(outputFiles[0]?.text ?? "");
  return [
    functionOf("scope", scope),
    ...asked.map((name, index) => functionOf(name, `module.exports=require("./scope").p${index};`)),
  ];
}

/**
 * @param {string} name
 * @param {string} text an ES module
 */
async function partOf(name, text) {
  const { code } = await transform(text, { ...written, keepNames: true });
  return functionOf(name, checked(code));
}

/** @param {string} code */
function checked(code) {
  // A config may give all objects a property: what is exported is the object's own.
  const own = code.replace(
    /for\(var (\w+) in (\w+)\)(\w+\(\w+,\1,\{get:\2\[\1\],)/g,
    "for(var $1 of Object.keys($2))$3",
  );
  // It is read as Latin-1; esbuild escapes what is not ASCII everywhere but in patterns.
  const odd = /.{0,40}[^\0-\x7f].{0,40}/.exec(own)?.[0];
  if (odd !== undefined) throw new Error(`write \\u escapes in this pattern: ${odd}`);
  return own;
}

/**
 * @param {string} name
 * @param {string} code
 */
function functionOf(name, code) {
  return `${JSON.stringify(`./${name}`)}:function(exports,require,module,programUrl){${code}}`;
}

/** @param {readonly string[]} parts */
function listOf(parts) {
  return `({${parts.join(",\n")}})\n`;
}
