// @ts-check
// Changes one file of src/ in small ways, one at a time, and tells which changes no test notices:
//   npm run mutate -- src/tree/lock.ts [--lines 10-40] [--most 50] [--all] [--list]
// It works in a copy of the tree. For each change the test of the same path runs first, then all that import the file;
// suites that start the built program do not see it. --all takes the slow tier, too.
import { spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import ts from "typescript";

const root = new URL("../", import.meta.url).pathname;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    lines: { type: "string" },
    most: { type: "string" },
    all: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
  },
});
const path = relative(root, resolve(positionals[0] ?? ""));
const isUsage = positionals.length === 1 && /^src\/.*(?<!\.generated|\.d)\.ts$/.test(path);
if (!isUsage || !existsSync(join(root, path))) {
  process.stderr.write(
    "npm run mutate -- src/FILE.ts [--lines 10-40] [--most 50] [--all] [--list]\n",
  );
  process.exit(2);
}
const source = readFileSync(join(root, path), "utf8");
const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);

/**
 * One change: `text` in the place of what stands from `start` to `end`.
 * @typedef {{ start: number, end: number, text: string }} Mutant
 */

const { SyntaxKind } = ts;
/** @type {Readonly<Record<number, string>>} */
const operators = {
  [SyntaxKind.LessThanToken]: "<=",
  [SyntaxKind.LessThanEqualsToken]: "<",
  [SyntaxKind.GreaterThanToken]: ">=",
  [SyntaxKind.GreaterThanEqualsToken]: ">",
  [SyntaxKind.EqualsEqualsEqualsToken]: "!==",
  [SyntaxKind.ExclamationEqualsEqualsToken]: "===",
  [SyntaxKind.AmpersandAmpersandToken]: "||",
  [SyntaxKind.BarBarToken]: "&&",
  [SyntaxKind.MinusToken]: "+",
  [SyntaxKind.AsteriskToken]: "/",
  [SyntaxKind.PlusEqualsToken]: "-=",
  [SyntaxKind.MinusEqualsToken]: "+=",
};

/** @param {ts.Node} node @param {string} text @returns {Mutant} */
const instead = (node, text) => ({ start: node.getStart(file), end: node.getEnd(), text });

/** @param {ts.Node} node @returns {Mutant[]} what can be changed about this node itself */
function mutantsOf(node) {
  if (ts.isBinaryExpression(node)) {
    const other = operators[node.operatorToken.kind];
    const { left, right } = node;
    if (node.operatorToken.kind === SyntaxKind.QuestionQuestionToken) {
      return [instead(node, left.getText(file)), instead(node, right.getText(file))];
    }
    return other === undefined ? [] : [instead(node.operatorToken, other)];
  }
  if (ts.isPrefixUnaryExpression(node) && node.operator === SyntaxKind.ExclamationToken) {
    return [instead(node, node.operand.getText(file))];
  }
  if (node.kind === SyntaxKind.TrueKeyword) return [instead(node, "false")];
  if (node.kind === SyntaxKind.FalseKeyword) return [instead(node, "true")];
  if (ts.isNumericLiteral(node)) return [instead(node, `(${node.getText(file)} + 1)`)];
  if (ts.isIfStatement(node)) {
    return [instead(node.expression, "true"), instead(node.expression, "false")];
  }
  if (ts.isConditionalExpression(node)) {
    return [
      instead(node, `(${node.whenTrue.getText(file)})`),
      instead(node, `(${node.whenFalse.getText(file)})`),
    ];
  }
  // A step that is left out.
  if (ts.isExpressionStatement(node)) return [instead(node, ";")];
  // All of a list, in place of some; a method of a text that changes it.
  const method = ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression);
  if (method) {
    const { name, expression } = /** @type {ts.PropertyAccessExpression} */ (node.expression);
    const unchanged = /^(?:filter|slice|sort|reverse|trim|trimEnd|trimStart|replace|replaceAll)$/;
    if (unchanged.test(name.text)) return [instead(node, expression.getText(file))];
    if (name.text === "some") return [instead(name, "every")];
    if (name.text === "every") return [instead(name, "some")];
  }
  if (ts.isRegularExpressionLiteral(node)) {
    const text = node.getText(file);
    return [
      ...(text.startsWith("/^") ? [instead(node, `/${text.slice(2)}`)] : []),
      ...(/\$\/[a-z]*$/.test(text) ? [instead(node, text.replace(/\$(\/[a-z]*)$/, "$1"))] : []),
    ];
  }
  return [];
}

const [from = 1, to = Infinity] = (values.lines ?? "").split("-").filter(Boolean).map(Number);
/** @type {Mutant[]} */
const mutants = [];
/** @param {ts.Node} node */
const visit = (node) => {
  // Types are gone when it runs.
  if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isInterfaceDeclaration(node))
    return;
  const line = file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
  if (line >= from && line <= to) mutants.push(...mutantsOf(node));
  ts.forEachChild(node, visit);
};
visit(file);
const wanted = Math.min(Number(values.most ?? Infinity), mutants.length);
/** As many as are wanted, from all over the file. */
const taken = Array.from(
  { length: wanted },
  (_, index) => mutants[Math.floor((index * mutants.length) / wanted)],
).filter((one) => one !== undefined);

/** @param {Mutant} mutant */
function described({ start, end, text }) {
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  const short = (/** @type {string} */ long) => long.replace(/\s+/g, " ").slice(0, 60);
  return `${path}:${line + 1}:${character + 1}  ${short(source.slice(start, end))}  ->  ${short(text)}`;
}
if (values.list) {
  process.stdout.write(taken.map((one) => `${described(one)}\n`).join(""));
  process.exit(0);
}

const copy = mkdtempSync(join(tmpdir(), "nixpawn-mutate-"));
process.on("exit", () => rmSync(copy, { recursive: true, force: true }));
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) {
  process.on(signal, () => process.exit(130));
}
const linked = ["node_modules", "dist"];
cpSync(root, copy, {
  recursive: true,
  verbatimSymlinks: true,
  filter: (one) => ![...linked, ".git", "coverage"].includes(relative(root, one)),
});
for (const name of linked) symlinkSync(join(root, name), join(copy, name));

/**
 * @param {readonly string[]} words for jest
 * @param {number} timeout milliseconds
 * @returns {Promise<"passed" | "failed" | "timeout">}
 */
function jest(words, timeout) {
  const config = values.all ? "jest.config.js" : "jest.quick.config.js";
  const given = ["--config", config, "--silent", "--bail", "--passWithNoTests", ...words];
  return new Promise((done) => {
    const running = spawn(
      process.execPath,
      ["--experimental-vm-modules", join(root, "node_modules/jest/bin/jest.js"), ...given],
      { cwd: copy, stdio: "ignore", detached: true },
    );
    const timer = setTimeout(() => {
      // With its workers.
      process.kill(-(running.pid ?? 0), "SIGKILL");
      done("timeout");
    }, timeout);
    running.on("exit", (code) => {
      clearTimeout(timer);
      done(code === 0 ? "passed" : "failed");
    });
  });
}

const own = [".test.ts", ...(values.all ? [".long.test.ts"] : [])]
  .map((end) => path.replace(/^src\//, "test/").replace(/\.ts$/, end))
  .filter((one) => existsSync(join(copy, one)));
const runs = [
  ...(own.length > 0 ? [["--runTestsByPath", ...own]] : []),
  ["--findRelatedTests", path],
];
/** @type {number[]} */
const usual = [];
for (const words of runs) {
  const started = performance.now();
  if ((await jest(words, 1_800_000)) !== "passed") {
    process.stderr.write(`jest ${words.join(" ")} fails as it is.\n`);
    process.exit(1);
  }
  usual.push(performance.now() - started);
}

/** @param {Mutant} mutant */
async function isNoticed({ start, end, text }) {
  writeFileSync(join(copy, path), source.slice(0, start) + text + source.slice(end));
  for (const [index, words] of runs.entries()) {
    if ((await jest(words, 5 * (usual[index] ?? 0) + 20_000)) !== "passed") return true;
  }
  return false;
}

/** @type {string[]} */
const survivors = [];
for (const [index, mutant] of taken.entries()) {
  process.stderr.write(`${index + 1}/${taken.length}  ${described(mutant)}\n`);
  if (await isNoticed(mutant)) continue;
  survivors.push(described(mutant));
  process.stderr.write("  survived\n");
}
process.stdout.write(survivors.map((one) => `${one}\n`).join(""));
process.stdout.write(`${survivors.length} of ${taken.length} changes were not noticed\n`);
process.exitCode = survivors.length === 0 ? 0 : 1;
