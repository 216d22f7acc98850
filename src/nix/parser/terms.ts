import { call, maximumInteger, mostArguments, tooManyArguments } from "../build.js";
import { spelling } from "../spelling.js";
import { NixSyntaxError } from "../syntax-error.js";
import type { AttributeSetExpression, Expression, StringExpression } from "../syntax.js";
import type { Token } from "../tokens.js";
import { parseAttributePath, parseBindings } from "./bindings.js";
import { parseExpression, parseLetSet } from "./expression.js";
import type { TokenStream } from "./stream.js";
import { parsePath, parseString } from "./strings.js";

/** A call, or a term alone. */
export function parseApplication(stream: TokenStream): Expression {
  const callee = parseSelect(stream);
  const given: Expression[] = [];
  while (startsTerm(stream)) {
    if (given.length === mostArguments) stream.reject(tooManyArguments);
    given.push(parseSelect(stream));
  }
  return given.length === 0 ? callee : call(callee, ...given);
}

const termStarts: ReadonlySet<string> = new Set(["(", "{", "[", "rec"]);

function startsTerm(stream: TokenStream): boolean {
  const { kind, text } = stream.peek();
  if (kind === "keyword" && text === "let") return stream.sees("{", 1);
  if (kind === "punctuation" || kind === "keyword") return termStarts.has(text);
  return kind !== "end";
}

/** `term.a.b or fallback` */
export function parseSelect(stream: TokenStream): Expression {
  const target = parseTerm(stream);
  if (stream.takeIf(".")) {
    const path = parseAttributePath(stream);
    if (!stream.takeIf("or")) return { kind: "select", target, path };
    return { kind: "select", target, path, fallback: stream.nested(() => parseSelect(stream)) };
  }
  if (!stream.takeIf("or")) return target;
  // From before `or` was a keyword: a variable of that name as the argument. Written behind other
  // arguments, `or` would be that of the last one.
  return { kind: "call", callee: target, arguments: [{ kind: "identifier", name: "or" }] };
}

function variable({ holes }: TokenStream, { text, start }: Token): Expression {
  const written = holes?.spelling?.(start);
  const expression = { kind: "identifier", name: text } as const;
  return written === undefined ? expression : { ...expression, [spelling]: written };
}

function parseTerm(stream: TokenStream): Expression {
  const token = stream.peek();
  switch (token.kind) {
    case "identifier":
      stream.take();
      return variable(stream, token);
    case "integer":
      stream.take();
      return parseInteger(token);
    case "float":
      stream.take();
      return parseFloatToken(token);
    case "uri":
      stream.take();
      return { kind: "string", style: "quoted", parts: [token.text] };
    case "search-path":
      stream.take();
      return { kind: "search-path", path: token.text.slice(1, -1) };
    case "path":
      return parsePath(stream);
    case "string":
      return parseStringTerm(stream);
    case "hole":
      return parseHole(stream);
    case "keyword":
    case "punctuation":
    case "end":
      return parseBracketed(stream, token);
  }
}

function parseHole(stream: TokenStream): Expression {
  const language = stream.takeLanguage();
  const token = stream.take();
  const hole = stream.source.holes.get(token.start);
  if (hole === undefined || stream.holes === undefined)
    stream.fail("expected an expression", token);
  const value = stream.withoutTrivia(stream.holes.expression(hole, stream.depth));
  return language === undefined || value.kind !== "string" ? value : { ...value, language };
}

function parseBracketed(stream: TokenStream, token: Token): Expression {
  switch (token.text) {
    case "(": {
      stream.take();
      const inner = parseExpression(stream);
      stream.expect(")");
      return inner;
    }
    case "[":
      return parseList(stream);
    case "{":
      return parseSet(stream, false);
    case "rec":
      stream.take();
      return parseSet(stream, true);
    case "let":
      if (stream.sees("{", 1)) return parseLetSet(stream);
      break;
  }
  return stream.fail("expected an expression");
}

function parseInteger({ text, start }: Token): Expression {
  const value = BigInt(text);
  if (value > maximumInteger) {
    throw new NixSyntaxError(`${text} is too large: integers of Nix have 64 bits`, start);
  }
  return { kind: "integer", value };
}

/** The least number that C's strtod reads without a range error. */
const leastFloat = 2.2250738585072014e-308;

function parseFloatToken({ text, start }: Token): Expression {
  const value = Number(text);
  const zero = !/[1-9]/.test(text.replace(/[Ee].*/, ""));
  if (!Number.isFinite(value) || (value < leastFloat && !zero)) {
    throw new NixSyntaxError(`${text} is no number that Nix can hold`, start);
  }
  return { kind: "float", value };
}

function parseSet(stream: TokenStream, recursive: boolean): AttributeSetExpression {
  stream.expect("{");
  const { bindings, closing } = parseBindings(stream, "}", false);
  stream.expect("}");
  return {
    kind: "attribute-set",
    recursive,
    bindings,
    ...(closing === undefined ? {} : { closing }),
  };
}

function parseList(stream: TokenStream): Expression {
  stream.expect("[");
  const items: Expression[] = [];
  while (startsTerm(stream)) {
    const { result, trivia } = stream.withTrivia(
      () => stream.nested(() => parseSelect(stream)),
      items.length === 0,
    );
    items.push(trivia === undefined ? result : { ...result, trivia });
  }
  const closing = stream.takeClosing(items.length === 0);
  stream.expect("]");
  return { kind: "list", items, ...(closing === undefined ? {} : { closing }) };
}

/** A string with the language that is named right before it. */
function parseStringTerm(stream: TokenStream): StringExpression {
  const language = stream.takeLanguage();
  const string = parseString(stream);
  return language === undefined ? string : { ...string, language };
}
