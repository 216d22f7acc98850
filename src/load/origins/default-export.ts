import type { Place } from "../../problems/problem.js";
import { isNode, parseSource, type SyntaxNode } from "./parse-typescript.js";
import { sourceText } from "./source-places.js";

/** Where a config file says what its default export is; undefined where it does not say. */
export function defaultExport(file: string): Place | undefined {
  const source = sourceText(file);
  const statements = (parseSource(file, source.text)?.program.body ?? []) as SyntaxNode[];
  for (const statement of statements) {
    const found = exported(statement);
    if (found === undefined) continue;
    return {
      file,
      start: source.positionAt(found.start),
      end: source.positionAt(found.end),
    };
  }
  return undefined;
}

/** `export default x`, `export { x as default }`, `export = x`, `module.exports = x`. */
function exported(statement: SyntaxNode): SyntaxNode | undefined {
  switch (statement.type) {
    case "ExportDefaultDeclaration":
      return statement.declaration as SyntaxNode;
    case "ExportNamedDeclaration":
      return (statement.specifiers as SyntaxNode[]).find(
        ({ exported: name }) => isNode(name) && (name.name ?? name.value) === "default",
      );
    case "TSExportAssignment":
      return statement.expression as SyntaxNode;
    case "ExpressionStatement": {
      const { type, left, right } = statement.expression as SyntaxNode;
      const isExports =
        type === "AssignmentExpression" &&
        isNode(left) &&
        isNode(left.object) &&
        isNode(left.property) &&
        left.object.name === "module" &&
        left.property.name === "exports";
      return isExports ? (right as SyntaxNode) : undefined;
    }
    default:
      return undefined;
  }
}
