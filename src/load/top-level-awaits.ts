import type { Place } from "../problems/problem.js";
import { parseSource, walk, type SyntaxNode } from "./origins/parse-typescript.js";
import { sourceText } from "./origins/source-places.js";

/** The places where a file waits outside of any function: `await`, `for await`, `await using`. */
export function topLevelAwaits(file: string): Place[] {
  const source = sourceText(file);
  const found: Place[] = [];
  const parsed = parseSource(file, source.text);
  if (parsed === undefined) return found;
  walk(parsed.program, (node) => {
    if (isAwait(node)) {
      const word = source.text.indexOf("await", node.start);
      found.push({
        file,
        start: source.positionAt(word),
        end: source.positionAt(word + "await".length),
      });
    }
    return !node.type.includes("Function");
  });
  return found;
}

function isAwait(node: SyntaxNode): boolean {
  return (
    node.type === "AwaitExpression" ||
    (node.type === "ForOfStatement" && node.await === true) ||
    (node.type === "VariableDeclaration" && node.kind === "await using")
  );
}
