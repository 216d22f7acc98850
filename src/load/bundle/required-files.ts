import { statSync } from "node:fs";
import { dirname, extname, resolve } from "node:path";
import { isInstalled } from "../cache/folders.js";
import { unwrapped } from "../operators/nodes.js";
import { isNode, walk, type SyntaxNode } from "../origins/parse-typescript.js";

/** The prefix of the modules that give what a user's own `createRequire` loads. */
export const requiredNamespace = "nixpawn-required";

/** A call that loads a file: `createRequire(import.meta.url)("./own.cjs")`. */
export interface RequiredFile {
  /** Offsets of what is called. */
  readonly start: number;
  readonly end: number;
  /** Absolute path. */
  readonly path: string;
}

/**
 * Where a module loads the user's own JavaScript by `createRequire` of itself, with a path that is
 * written there. The bundler follows no other `require` than the one that a file has by itself.
 */
export function requiredFiles(file: string, program: SyntaxNode): readonly RequiredFile[] {
  const makers = new Set<string>();
  const modules = new Set<string>();
  for (const one of program.body as SyntaxNode[]) {
    if (one.type !== "ImportDeclaration") continue;
    if (!/^(?:node:)?module$/.test(String((one.source as SyntaxNode).value))) continue;
    for (const specifier of one.specifiers as SyntaxNode[]) {
      const local = String((specifier.local as SyntaxNode).name);
      const imported = isNode(specifier.imported) ? specifier.imported.name : "default";
      if (imported === "createRequire") makers.add(local);
      else if (imported === "default") modules.add(local);
    }
  }
  if (makers.size + modules.size === 0) return [];
  const isMade = (node: SyntaxNode): boolean => {
    const inner = unwrapped(node);
    if (inner.type !== "CallExpression") return false;
    const callee = unwrapped(inner.callee as SyntaxNode);
    const isMaker =
      callee.type === "MemberExpression"
        ? modules.has(nameOf(callee.object)) && nameOf(callee.property) === "createRequire"
        : makers.has(nameOf(callee));
    const [from] = inner.arguments as SyntaxNode[];
    return isMaker && from !== undefined && isItself(unwrapped(from));
  };
  const names = new Set<string>();
  const found: RequiredFile[] = [];
  walk(program, (node) => {
    if (node.type === "VariableDeclarator" && isNode(node.init) && isMade(node.init)) {
      names.add(nameOf(node.id));
    }
    return true;
  });
  walk(program, (node) => {
    if (node.type !== "CallExpression") return true;
    const callee = unwrapped(node.callee as SyntaxNode);
    const path = pathOf((node.arguments as SyntaxNode[])[0], file);
    const isRequire =
      callee.type === "Identifier"
        ? names.has(nameOf(callee))
        : path !== undefined && isMade(callee);
    if (path !== undefined && isRequire) found.push({ start: callee.start, end: callee.end, path });
    return true;
  });
  return found;
}

function nameOf(node: unknown): string {
  return isNode(node) && typeof node.name === "string" ? node.name : "";
}

/** `import.meta.url`, `import.meta.filename`, `__filename` */
function isItself(node: SyntaxNode): boolean {
  if (node.type === "Identifier") return node.name === "__filename";
  if (node.type !== "MemberExpression") return false;
  const object = unwrapped(node.object as SyntaxNode);
  const isMeta = object.type === "MetaProperty" || object.name === "__nixpawn_meta";
  return isMeta && /^(?:url|filename)$/.test(nameOf(node.property));
}

/** JavaScript of the user's own that Node would load by a text; what has no operators is left to it. */
function pathOf(given: SyntaxNode | undefined, file: string): string | undefined {
  const literal = given === undefined ? undefined : unwrapped(given);
  if (literal?.type !== "Literal" || typeof literal.value !== "string") return undefined;
  if (!/^(?:\.{0,2}\/|\.{1,2}$)/.test(literal.value)) return undefined;
  const path = resolve(dirname(file), literal.value);
  const found = [path, `${path}.js`].find(isFile);
  if (found === undefined || isInstalled(found)) return undefined;
  return /^\.[cm]?[jt]s$/.test(extname(found)) ? found : undefined;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** The module that gives it: it runs when it is asked for, as it would without a bundle. */
export function requiredModule(path: string): string {
  return `export const required = () => () => require(${JSON.stringify(path)});`;
}
