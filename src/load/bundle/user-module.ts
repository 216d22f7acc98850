import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import MagicString from "magic-string";
import { visitCode } from "../origins/code-nodes.js";
import { GuardVisitor } from "../operators/edits.js";
import { mayCompute } from "../operators/may-matter.js";
import { mapComment } from "../operators/position-map.js";
import {
  isNode,
  parseSource,
  walk,
  type ParsedSource,
  type SyntaxNode,
} from "../origins/parse-typescript.js";
import { requiredFiles, requiredNamespace } from "./required-files.js";
import { SourceText } from "../../problems/text-position.js";

/** The prefix of the modules that tell a user's file where it is. */
export const locationNamespace = "nixpawn-location";

const mentionsMeta = /\bimport\s*\.\s*meta\b/;
const mentionsNames = /\b__dirname\b|\b__filename\b/;
/** `import(` of something other than a text or a template, which the bundler follows itself. */
const mentionsComputed = /\bimport\s*\(\s*[^\s"'`)]/;

/** A file as it goes into the bundle. */
export interface LocatedModule {
  readonly text: string;
  /** What was put into lines of it. */
  readonly inserted: readonly Insertion[];
}

/** Text put into a line, all in UTF-16 code units from 1. */
export interface Insertion {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** A text put in at an offset: before what stands there, or after what ends there. */
type Edit = readonly [at: number, text: string, side: "before" | "after" | "behind"];

/**
 * A user's file as it goes into the bundle: `import.meta`, `__dirname` and `__filename` stay those
 * of the file itself, also in a module, where Node has only the first. An import of a path that is
 * only known when it runs starts from there, too. What computes with its operands is guarded.
 * @param kind `own` for a file to be guarded; `installed` for another; `mapped` for one that is
 *   guarded already and has a source map, which stays as it is
 */
export function userModule(
  file: string,
  text: string,
  kind: "own" | "installed" | "mapped",
): LocatedModule {
  const unchanged = { text, inserted: [] };
  const computed = mentionsComputed.test(text);
  const requires = kind !== "installed" && text.includes("createRequire");
  const located = computed || requires || mentionsMeta.test(text) || mentionsNames.test(text);
  const guarded = kind === "own" && mayCompute(text);
  if (!located && !guarded) return unchanged;
  const parsed = parseSource(file, text);
  // Whoever bundles it will say what is wrong with it.
  if (parsed === undefined) return unchanged;
  const { edits, end } = located
    ? locationEdits(file, text, parsed, computed)
    : { edits: [], end: "" };
  const required = requires ? requiredEdits(file, parsed.program) : { edits: [], end: "" };
  if (guarded) edits.push(...guardEdits(file, text, parsed.program));
  // Innermost: what is guarded is what the call gives.
  edits.push(...required.edits);
  return edited(file, text, edits, `${end}${required.end}`, kind === "mapped");
}

function locationEdits(
  file: string,
  text: string,
  { program, isModule }: ParsedSource,
  computed: boolean,
): { edits: Edit[]; end: string } {
  if (isModule || mentionsMeta.test(text)) {
    const declared = declaredNames(program);
    const names = ["__nixpawn_meta", "__dirname", "__filename"].filter((one) => !declared.has(one));
    const source = JSON.stringify(`${locationNamespace}:${file}`);
    const imports = computed ? computedImports(program) : [];
    return {
      edits: imports.flatMap((one): Edit[] => [
        [one.start, "__nixpawn_meta.from(", "before"],
        [one.end, ")", "after"],
      ]),
      // It comes last, where it moves no position.
      end: `\nimport { ${names.join(", ")} } from ${source};`,
    };
  }
  if (!mentionsNames.test(text)) return { edits: [], end: "" };
  // An import would make a module of a CommonJS file.
  const start = /^#!.*(?:\r\n|[\n\r\u2028\u2029])/.exec(text)?.[0].length ?? 0;
  const names = { __filename: file, __dirname: dirname(file) };
  const values = Object.entries(names).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return { edits: [[start, `var ${values.join(",")};`, "after"]], end: "" };
}

/** Files that the user's own `createRequire` loads go into the bundle, and are guarded as any other. */
function requiredEdits(file: string, program: SyntaxNode): { edits: Edit[]; end: string } {
  const found = requiredFiles(file, program);
  return {
    edits: found.flatMap(({ start, end }, index): Edit[] => [
      [start, ` __nixpawn_required_${index}(`, "before"],
      [end, ")", "after"],
    ]),
    end: found
      .map(
        ({ path }, index) =>
          `\nimport { required as __nixpawn_required_${index} } from ${JSON.stringify(`${requiredNamespace}:${path}`)};`,
      )
      .join(""),
  };
}

/** A text nested deeper than the stack is left as it is. */
function guardEdits(file: string, text: string, program: SyntaxNode): Edit[] {
  const edits: Edit[] = [];
  const guard = new GuardVisitor(text, file, {
    before: (at, inserted) => edits.push([at, inserted, "before"]),
    after: (at, inserted) => edits.push([at, inserted, "after"]),
    behind: (at, inserted) => edits.push([at, inserted, "behind"]),
  });
  try {
    visitCode(program, (node) => {
      guard.enter(node);
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return [];
  }
  return edits;
}

function edited(
  file: string,
  text: string,
  edits: readonly Edit[],
  end: string,
  hasMap: boolean,
): LocatedModule {
  if (edits.length === 0) return { text: `${text}${end}`, inserted: [] };
  const source = new SourceText(text);
  const output = new MagicString(text);
  for (const [at, inserted, side] of edits) {
    if (side === "before") output.appendRight(at, inserted);
    else if (side === "after") output.appendLeft(at, inserted);
    else output.prependRight(at, inserted);
  }
  return {
    text: `${output.toString()}${hasMap ? "" : mapComment(file, output)}${end}`,
    inserted: edits.map(([at, { length }]) => ({ ...source.positionAt(at), length })),
  };
}

/** The paths of imports that only running them tells; the bundler follows texts and templates. */
function computedImports(program: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  walk(program, (node) => {
    if (node.type === "ImportExpression" && isNode(node.source)) {
      if (!/^(?:Literal|TemplateLiteral|BinaryExpression)$/.test(node.source.type)) {
        found.push(node.source);
      }
    }
    return true;
  });
  return found;
}

/** The names that a module declares or imports at its top level. */
function declaredNames(program: SyntaxNode): ReadonlySet<string> {
  const names = new Set<string>();
  const pattern = (node: unknown): void => {
    if (!isNode(node)) return;
    if (node.type === "Identifier") names.add(String(node.name));
    for (const part of ["left", "argument", "value", "local", "id"]) pattern(node[part]);
    for (const part of ["elements", "properties", "declarations", "specifiers"]) {
      if (Array.isArray(node[part])) (node[part] as unknown[]).forEach(pattern);
    }
  };
  for (const statement of program.body as SyntaxNode[]) {
    const declaration = isNode(statement.declaration) ? statement.declaration : statement;
    if (declaration.type.endsWith("Declaration") && !declaration.type.startsWith("Export")) {
      pattern(declaration);
    }
  }
  return names;
}

/** The module that `withOwnLocation` imports. */
export function locationModule(file: string): string {
  const meta = { url: pathToFileURL(file).href, dirname: dirname(file), filename: file };
  return [
    'import { createRequire as require } from "node:module";',
    'import { pathToFileURL as url } from "node:url";',
    "const isRelative = (name) => /^\\.{0,2}\\//.test(name);",
    `const resolve = (name) => {`,
    "  if (/^[a-z][a-z+.-]+:/i.test(name)) return name;",
    `  if (isRelative(name)) return new URL(name, ${JSON.stringify(meta.url)}).href;`,
    `  const path = require(${JSON.stringify(file)}).resolve(name);`,
    '  return path.startsWith("/") ? url(path).href : path;',
    "};",
    'const from = (name) => (typeof name === "string" && isRelative(name) ? resolve(name) : name);',
    `export const __nixpawn_meta = { ...${JSON.stringify(meta)}, resolve };`,
    'Object.defineProperty(__nixpawn_meta, "from", { value: from });',
    "export const __dirname = __nixpawn_meta.dirname;",
    "export const __filename = __nixpawn_meta.filename;",
  ].join("\n");
}
