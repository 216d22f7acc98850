import type { Place } from "../../problems/problem.js";
import type { KeyOrigin, Origins } from "./origins.js";
import { isNode, parseSource, type SyntaxNode } from "./parse-typescript.js";
import { SourceText } from "../../problems/text-position.js";

/** What is nested deeper is refused, and its place is that of what it is in. */
const deepest = 250;

/**
 * The value of a JSON file; where its parts are written goes into the origins.
 * @param text JSON, with or without a byte order mark
 * @throws SyntaxError when it is none
 */
export function jsonWithOrigins(file: string, text: string, origins: Origins): unknown {
  const source = new SourceText(text);
  const value = JSON.parse(source.text) as unknown;
  // JSON is an expression of JavaScript.
  const program = parseSource(`${file}.js`, `(${source.text}\n)`)?.program;
  const [statement] = (program?.body ?? []) as SyntaxNode[];
  const outer = isNode(statement?.expression) ? statement.expression : undefined;
  const placeOf = ({ start, end }: SyntaxNode): Place => ({
    file,
    // The parenthesis before it is not the user's.
    start: source.positionAt(start - 1),
    end: source.positionAt(end - 1),
  });
  const visit = (node: unknown, inner: unknown, depth: number): void => {
    if (!isNode(node) || typeof inner !== "object" || inner === null || depth > deepest) return;
    const keys = new Map<string, KeyOrigin>();
    const part = (name: string, written: SyntaxNode, key?: SyntaxNode): void => {
      const where = key === undefined ? {} : { key: placeOf(key) };
      keys.set(name, { value: placeOf(written), ...where });
      visit(written, (inner as Readonly<Record<string, unknown>>)[name], depth + 1);
    };
    if (Array.isArray(inner)) {
      ((node.elements ?? []) as SyntaxNode[]).forEach((one, index) => {
        part(String(index), one);
      });
    } else {
      for (const { key, value: written } of (node.properties ?? []) as SyntaxNode[]) {
        if (isNode(key) && isNode(written)) part(String(key.value), written, key);
      }
    }
    origins.setObject(inner, { place: placeOf(node), keys });
  };
  visit(outer?.expression, value, 0);
  return value;
}

/**
 * A JSON file as a module: its value, and its members as exports.
 * @param expression what gives the value
 */
export function jsonModule(value: unknown, expression: string): string {
  const names =
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.keys(value).filter((name) => name !== "default" && isWellFormed(name))
      : [];
  const exported = names.map((name, index) => `__json${String(index)} as ${JSON.stringify(name)}`);
  return [
    `const __json = ${expression};`,
    "export default __json;",
    ...names.map((name, index) => `const __json${index} = __json[${JSON.stringify(name)}];`),
    `export { ${exported.join(", ")} };`,
  ].join("\n");
}

/** A name of an export cannot hold half a surrogate pair. */
function isWellFormed(name: string): boolean {
  return !/\p{Surrogate}/u.test(name);
}
