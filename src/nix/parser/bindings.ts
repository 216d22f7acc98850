import { spellings, type Spelling } from "../spelling.js";
import type {
  AttributeName,
  AttributePath,
  Binding,
  Comment,
  InheritBinding,
  Interpolation,
} from "../syntax.js";
import { NameTree } from "./duplicates.js";
import { parseExpression } from "./expression.js";
import type { TokenStream } from "./stream.js";
import { parseInterpolation, parseString } from "./strings.js";

/** The bindings of a set or a `let`, up to `end`. Those of a `let` have no `${…}` names. */
export function parseBindings(
  stream: TokenStream,
  end: "}" | "in",
  fixedNames: boolean,
): { readonly bindings: readonly Binding[]; readonly closing: readonly Comment[] | undefined } {
  const bindings: Binding[] = [];
  const names = new NameTree();
  while (!stream.sees(end)) {
    const start = stream.peek();
    const { result, trivia } = stream.withTrivia(
      () => parseBinding(stream, fixedNames),
      bindings.length === 0,
    );
    if (fixedNames && result.kind === "binding" && typeof result.path[0] !== "string") {
      stream.reject("names in `let` must be fixed", start);
    }
    const twice = names.add(result);
    if (twice !== undefined) stream.reject(`\`${twice}\` is defined twice`, start);
    bindings.push(trivia === undefined ? result : { ...result, trivia });
  }
  return { bindings, closing: stream.takeClosing(bindings.length === 0) };
}

function parseBinding(stream: TokenStream, fixedName: boolean): Binding {
  if (stream.takeIf("inherit")) return parseInherit(stream);
  const path = parseAttributePath(stream, fixedName);
  stream.expect("=");
  const value = parseExpression(stream);
  stream.expect(";");
  return { kind: "binding", path, value };
}

function parseInherit(stream: TokenStream): InheritBinding {
  const from = stream.takeIf("(") ? parseExpression(stream) : undefined;
  if (from !== undefined) stream.expect(")");
  const names: string[] = [];
  const written: (Spelling | undefined)[] = [];
  while (!stream.takeIf(";")) {
    const start = stream.peek();
    written.push(stream.holes?.spelling?.(start.start));
    const name = parseAttributeName(stream, true);
    if (typeof name !== "string") stream.reject("names after `inherit` must be fixed", start);
    names.push(name);
  }
  if (from !== undefined) return { kind: "inherit", names, from };
  const known = written.some((one) => one !== undefined);
  return { kind: "inherit", names, ...(known ? { [spellings]: written } : {}) };
}

/**
 * `a.b."c".${d}`
 * @param fixed whether the first name must be known without evaluation
 */
export function parseAttributePath(stream: TokenStream, fixed = false): AttributePath {
  const path = [parseAttributeName(stream, fixed)];
  while (stream.takeIf(".")) path.push(parseAttributeName(stream));
  return path;
}

function parseAttributeName(stream: TokenStream, fixed = false): AttributeName {
  const token = stream.peek();
  if (token.kind === "identifier" || (token.kind === "keyword" && token.text === "or")) {
    return stream.take().text;
  }
  if (token.kind === "string" && token.text === '"') {
    const name = parseString(stream);
    return fixedName(name.parts) ?? name;
  }
  if (stream.sees("${")) {
    return fixedIfText(parseInterpolation(stream));
  }
  if (token.kind === "hole") return parseHoleName(stream, fixed);
  return stream.fail("expected the name of an attribute");
}

function parseHoleName(stream: TokenStream, fixed: boolean): AttributeName {
  const token = stream.take();
  const hole = stream.source.holes.get(token.start);
  if (hole === undefined || stream.holes === undefined) stream.fail("expected a name", token);
  const name = stream.holes.attributeName(hole, stream.depth, fixed);
  if (typeof name === "string") return name;
  return fixedIfText({ ...name, expression: stream.withoutTrivia(name.expression) });
}

/** `${"a"}` is the same to Nix as `a`. */
function fixedIfText(name: Interpolation): AttributeName {
  const { expression } = name;
  return (expression.kind === "string" ? fixedName(expression.parts) : undefined) ?? name;
}

function fixedName(parts: readonly unknown[]): string | undefined {
  const [only] = parts;
  if (parts.length === 0) return "";
  return parts.length === 1 && typeof only === "string" ? only : undefined;
}
