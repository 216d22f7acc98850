import { extname } from "node:path";
import { parseSync } from "oxc-parser";

/** A node of the ESTree of a user's file. Offsets count UTF-16 code units, `end` is exclusive. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

export interface ParsedSource {
  readonly program: SyntaxNode;
  /** Whether it imports or exports; CommonJS else. */
  readonly isModule: boolean;
}

/** Brackets within brackets that the parser takes; at some thousand it brings the process down. */
const deepest = 1000;

/** Parses TypeScript or JavaScript; undefined when it has mistakes, or is nested beyond measure. */
export function parseSource(file: string, text: string): ParsedSource | undefined {
  if (isDeep(text)) return undefined;
  const lang = languageOf(file);
  // CommonJS may return at its top level.
  for (const options of [{ lang }, { lang, sourceType: "commonjs" }] as const) {
    const { errors, program, module } = parseSync(file, text, options);
    if (errors.length > 0) continue;
    return { program: program as unknown as SyntaxNode, isModule: module.hasModuleSyntax };
  }
  return undefined;
}

/** Counts brackets wherever they are: some in texts do not matter. */
function isDeep(text: string): boolean {
  let depth = 0;
  for (const { 0: bracket } of text.matchAll(/[([{)\]}]/g)) {
    if ("([{".includes(bracket)) depth += 1;
    else if (depth > 0) depth -= 1;
    if (depth > deepest) return true;
  }
  return false;
}

function languageOf(file: string): "ts" | "tsx" | "js" | "jsx" {
  switch (extname(file)) {
    case ".ts":
    case ".mts":
    case ".cts":
      return "ts";
    case ".tsx":
      return "tsx";
    case ".jsx":
      return "jsx";
    default:
      return "js";
  }
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}

/** The nodes right below a node, in the order of their text as far as it matters. */
export function childNodes(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (const key in node) children.push(...nodesOf(key, node[key]));
  return children;
}

const none: readonly SyntaxNode[] = [];

/** The nodes that one key of a node holds. Most keys hold none, which is seen at once. */
export function nodesOf(key: string, value: unknown): readonly SyntaxNode[] {
  if (typeof value !== "object" || value === null || key === "parent") return none;
  if (Array.isArray(value)) return value.length === 0 ? none : value.filter(isNode);
  return isNode(value) ? [value] : none;
}

/**
 * Visits a node and all below it, in no order that matters; without recursion, as a program may be
 * deeper than the stack.
 * @param enter whether to go on below the node
 */
export function walk(root: SyntaxNode, enter: (node: SyntaxNode) => boolean): void {
  const left = [root];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (enter(node)) left.push(...childNodes(node).reverse());
  }
}
