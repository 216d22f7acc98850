import { select } from "../build.js";
import type { Expression, Parameter } from "../syntax.js";
import { parseBindings } from "./bindings.js";
import { parseFormals, startsFormals } from "./formals.js";
import { parseOperation } from "./operators.js";
import type { TokenStream } from "./stream.js";

/** Any expression. */
export function parseExpression(stream: TokenStream): Expression {
  return stream.nested(() => parseForm(stream));
}

function parseForm(stream: TokenStream): Expression {
  const token = stream.peek();
  if (token.kind === "keyword") {
    switch (token.text) {
      case "let":
        return stream.sees("{", 1) ? parseOperation(stream) : parseLet(stream);
      case "with":
        stream.take();
        return parseWith(stream);
      case "assert":
        stream.take();
        return parseAssert(stream);
      case "if":
        stream.take();
        return parseIf(stream);
      default:
        return parseOperation(stream);
    }
  }
  if (token.kind === "identifier" && (stream.sees(":", 1) || stream.sees("@", 1))) {
    return parseNamedLambda(stream);
  }
  if (token.kind === "hole" && (stream.sees(":", 1) || stream.sees("@", 1))) {
    stream.fail("expected the name of a parameter");
  }
  if (stream.sees("{") && startsFormals(stream)) {
    const formals = parseFormals(stream);
    const parameter = stream.takeIf("@") ? parseAs(stream, formals) : formals;
    return parseBody(stream, parameter);
  }
  return parseOperation(stream);
}

function parseNamedLambda(stream: TokenStream): Expression {
  const { text: name } = stream.take();
  if (!stream.takeIf("@")) return parseBody(stream, { kind: "name", name });
  if (!stream.sees("{")) stream.fail("expected `{`");
  return parseBody(stream, { ...parseFormals(stream), as: name });
}

function parseAs(stream: TokenStream, formals: Extract<Parameter, { kind: "formals" }>): Parameter {
  const token = stream.peek();
  if (token.kind !== "identifier") stream.fail("expected a name");
  stream.take();
  return { ...formals, as: token.text, asLast: true };
}

function parseBody(stream: TokenStream, parameter: Parameter): Expression {
  const colon = stream.expect(":");
  checkParameter(stream, parameter, colon);
  return { kind: "lambda", parameter, body: parseExpression(stream) };
}

function checkParameter(
  stream: TokenStream,
  parameter: Parameter,
  at: Parameters<TokenStream["fail"]>[1],
): void {
  if (parameter.kind !== "formals") return;
  const seen = new Set(parameter.as === undefined ? [] : [parameter.as]);
  for (const { name } of parameter.formals) {
    if (seen.has(name)) stream.reject(`the parameter \`${name}\` is there twice`, at);
    seen.add(name);
  }
}

function parseLet(stream: TokenStream): Expression {
  stream.expect("let");
  const { bindings, closing } = parseBindings(stream, "in", true);
  stream.expect("in");
  const body = parseExpression(stream);
  return { kind: "let", bindings, body, ...(closing === undefined ? {} : { closing }) };
}

function parseWith(stream: TokenStream): Expression {
  const scope = parseExpression(stream);
  stream.expect(";");
  return { kind: "with", scope, body: parseExpression(stream) };
}

function parseAssert(stream: TokenStream): Expression {
  const condition = parseExpression(stream);
  stream.expect(";");
  return { kind: "assert", condition, body: parseExpression(stream) };
}

function parseIf(stream: TokenStream): Expression {
  const condition = parseExpression(stream);
  stream.expect("then");
  const consequence = parseExpression(stream);
  stream.expect("else");
  return { kind: "if", condition, consequence, alternative: parseExpression(stream) };
}

/** The old `let { body = …; }`, which is the `body` of a recursive set. */
export function parseLetSet(stream: TokenStream): Expression {
  stream.expect("let");
  stream.expect("{");
  const { bindings, closing } = parseBindings(stream, "}", false);
  stream.expect("}");
  return select(
    {
      kind: "attribute-set",
      recursive: true,
      bindings,
      ...(closing === undefined ? {} : { closing }),
    },
    ["body"],
  );
}
