// @ts-check
// Writes docs/api.txt, what users of the types see, from what was built; --print prints it instead.
// A change of the public types then shows in its own lines of a review (test/package/api-report.test.ts).
import { writeFileSync } from "node:fs";
import ts from "typescript";

const root = new URL("../", import.meta.url).pathname;
const types = `${root}dist/types/`;
/** What users import, and the declarations behind it. */
const entries = { nixpawn: "index.d.ts", "nixpawn/nix": "nix-api.d.ts" };

const program = ts.createProgram(
  Object.values(entries).map((file) => `${types}${file}`),
  { target: ts.ScriptTarget.ES2023, lib: ["lib.es2023.d.ts"], types: [], noEmit: true },
);
const checker = program.getTypeChecker();
const printer = ts.createPrinter({ removeComments: true });

/** @param {ts.Symbol} symbol @returns {ts.Symbol} what it stands for */
const behind = (symbol) =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;

/** @param {ts.Symbol} symbol @returns {readonly ts.Declaration[]} those in dist/types, not TypeScript's own */
const ownDeclarations = (symbol) =>
  (symbol.declarations ?? []).filter((one) => one.getSourceFile().fileName.startsWith(types));

/** @param {ts.Declaration} declaration @returns {ts.Node} the statement that it is in */
const statementOf = (declaration) =>
  ts.findAncestor(declaration, (node) => node.parent?.kind === ts.SyntaxKind.SourceFile) ??
  declaration;

/** @param {ts.Symbol} symbol @returns {string} its declarations, without comments and file names */
const textOf = (symbol) =>
  [...new Set(ownDeclarations(symbol).map(statementOf))]
    .map((node) => printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile()))
    // Which file has a declaration is nobody's business but ours.
    .map((text) => text.replace(/import\("\.[^"]*"\)\./g, "").replace(/^export /, ""))
    .join("\n");

/** @param {ts.Symbol} symbol @returns {ts.Symbol[]} what its declarations name, at the top of a file */
function named(symbol) {
  /** @type {ts.Symbol[]} */
  const found = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    // Nobody can name a member behind a symbol of our own, nor what it holds.
    if (ts.isPropertySignature(node) && ts.isComputedPropertyName(node.name)) return;
    if (ts.isIdentifier(node)) {
      const at = checker.getSymbolAtLocation(node);
      const target = at && behind(at);
      const [declaration] = target ? ownDeclarations(target) : [];
      // Members and parameters are printed with what they are part of.
      const apart =
        declaration &&
        (statementOf(declaration) === declaration || ts.isVariableDeclaration(declaration));
      if (target && apart) found.push(target);
    }
    ts.forEachChild(node, visit);
  };
  for (const node of new Set(ownDeclarations(symbol).map(statementOf))) visit(node);
  return found;
}

/** @param {readonly (readonly [name: string, symbol: ts.Symbol])[]} symbols */
const listed = (symbols) =>
  symbols
    .map(([name, symbol]) => ({ name, text: textOf(symbol) }))
    .sort((a, b) => (`${a.name}\n${a.text}` < `${b.name}\n${b.text}` ? -1 : 1))
    .map(({ text }) => `${text}\n`);

const lines = [
  "The public types of nixpawn, as `npm run api` writes them. Do not edit.\n",
  "A line that goes or changes may break a user's config or script: CHANGELOG.md has to tell of it.\n",
];
/** @type {Set<ts.Symbol>} */
const shown = new Set();
/** @type {ts.Symbol[]} */
const reached = [];
for (const [name, file] of Object.entries(entries)) {
  const source = program.getSourceFile(`${types}${file}`);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`dist/types/${file} is missing: npm run build`);
  const exported = checker.getExportsOfModule(module).map((one) => behind(one));
  lines.push(`\n## import … from "${name}"\n`, ...listed(exported.map((one) => [one.name, one])));
  for (const one of exported) shown.add(one);
  reached.push(...exported);
}
/** @type {ts.Symbol[]} */
const inner = [];
for (let symbol = reached.pop(); symbol; symbol = reached.pop()) {
  for (const one of named(symbol)) {
    if (shown.has(one)) continue;
    shown.add(one);
    inner.push(one);
    reached.push(one);
  }
}
lines.push("\n## What these are made of\n", ...listed(inner.map((one) => [one.name, one])));

const text = lines.join("\n");
if (process.argv.includes("--print")) process.stdout.write(text);
else writeFileSync(`${root}docs/api.txt`, text);
