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
 * @param {readonly string[]} often sources of those that are needed together, when anything changed
 * @returns {Promise<{ name: string, text: string }[]>} the one that every run needs first
 */
export async function linkProgram({ outputFiles, metafile }, always, often) {
  const texts = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
  const outputs = Object.entries(metafile.outputs);
  /**
   * Names of the files that these entry points need, but for those in another scope.
   * @param {readonly string[]} sources
   * @param {ReadonlySet<string>} others
   */
  const neededBy = (sources, others) => {
    /** @type {Set<string>} */
    const needed = new Set();
    /** @param {string} path */
    const need = (path) => {
      const name = basename(path);
      if (needed.has(name) || others.has(name)) return;
      needed.add(name);
      for (const { kind, external, path: imported } of metafile.outputs[path]?.imports ?? []) {
        if (kind === "import-statement" && external !== true) need(imported);
      }
    };
    for (const [path, { entryPoint }] of outputs) {
      if (entryPoint !== undefined && sources.includes(entryPoint)) need(path);
    }
    return needed;
  };
  /**
   * Those of a scope that others import, other than within it.
   * @param {ReadonlySet<string>} scope
   */
  const askedOf = (scope) => {
    /** @type {Set<string>} */
    const asked = new Set();
    for (const [path, { imports }] of outputs) {
      for (const { kind, external, path: imported } of imports) {
        const isWithin = scope.has(basename(path)) && kind === "import-statement";
        if (external !== true && !isWithin && scope.has(basename(imported))) {
          asked.add(basename(imported));
        }
      }
    }
    return asked;
  };
  const first = neededBy(always, new Set());
  const second = neededBy(often, first);
  // That of a start comes first.
  const askedOfFirst = [...new Set(["program.cjs", ...askedOf(first)])];
  const askedOfSecond = [...askedOf(second)];
  const lazy = await Promise.all(
    [...texts]
      .filter(([name]) => !first.has(name) && !second.has(name))
      .map(async ([name, text]) => ({ name, part: await partOf(name, text) })),
  );
  const scope = await oneScope(texts, second, askedOfSecond);
  const changed = `changed-${hashOf(scope)}.cjs`;
  const text = listOf([
    functionOf("scope", await oneScope(texts, first, askedOfFirst)),
    ...stubs("scope", askedOfFirst),
    ...stubs(changed, askedOfSecond),
  ]);
  return [
    { name: `program-${hashOf(text)}.cjs`, text },
    { name: changed, text: listOf([functionOf(changed, scope)]) },
    ...lazy.map(({ name, part }) => ({ name, text: listOf([part]) })),
  ];
}

/** @param {string} text */
function hashOf(text) {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}

/**
 * What files of a scope export, by the names that others ask for.
 * @param {string} scope
 * @param {readonly string[]} asked in the order in which the scope exports them
 */
function stubs(scope, asked) {
  return asked.map((name, index) =>
    functionOf(name, `module.exports=require("./${scope}").p${index};`),
  );
}

/**
 * What is needed together, in one scope: a hundred modules that look each other's names up at every
 * call take a tenth of the time of a short run.
 * @param {ReadonlyMap<string, string>} texts ES modules by name
 * @param {ReadonlySet<string>} needed names of those in the scope
 * @param {readonly string[]} asked names of those that others import: exported as p0, p1, …
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
  return checked(outputFiles[0]?.text ?? "");
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
