import { joinParts } from "./string-parts.js";
import type {
  AttributeBinding,
  AttributePath,
  AttributeSetExpression,
  BinaryOperator,
  Binding,
  CallExpression,
  Expression,
  FileExpression,
  Formal,
  IdentifierExpression,
  Interpolation,
  LambdaExpression,
  LetExpression,
  ListExpression,
  Owner,
  Parameter,
  SelectExpression,
  StringExpression,
  StringPart,
} from "./syntax.js";

/** The integers of Nix: 64 bit, signed. */
export const minimumInteger = -(2n ** 63n);
export const maximumInteger = 2n ** 63n - 1n;

/** A variable. `name` must be an identifier and no keyword (see names.ts). */
export function identifier(name: string, owner?: Owner): IdentifierExpression {
  return owner === undefined ? { kind: "identifier", name } : { kind: "identifier", name, owner };
}

/** `true` or `false`. */
export function boolean(value: boolean): IdentifierExpression {
  return identifier(value ? "true" : "false");
}

/** `null`. */
export function nullValue(): IdentifierExpression {
  return identifier("null");
}

/**
 * An integer of Nix.
 * @throws RangeError when it has more than 64 bits
 */
export function integer(value: bigint | number): Expression {
  const exact = BigInt(value);
  if (exact < minimumInteger || exact > maximumInteger) {
    throw new RangeError(`${String(exact)} is no 64-bit integer`);
  }
  if (exact >= 0n) return { kind: "integer", value: exact };
  // 9223372036854775808 is no Nix integer, so the least one cannot be written as its negation.
  if (exact === minimumInteger) return binary("-", integer(exact + 1n), integer(1n));
  return { kind: "unary", operator: "-", operand: { kind: "integer", value: -exact } };
}

/**
 * A string. With a line break it becomes a ''…'' string, which is how people write it.
 * The text must have neither NUL nor lone surrogates.
 */
export function string(text: string): StringExpression {
  return {
    kind: "string",
    style: text.includes("\n") ? "indented" : "quoted",
    parts: text === "" ? [] : [text],
  };
}

/** A string with `${expression}` in it; texts that follow each other are joined. */
export function template(
  parts: readonly StringPart[],
  style: StringExpression["style"] = "quoted",
): StringExpression {
  return { kind: "string", style, parts: joinParts(parts) };
}

/** `${expression}`, in a string or as the name of an attribute. */
export function interpolation(expression: Expression): Interpolation {
  return { kind: "interpolation", expression };
}

/** A path literal to a file, by its absolute path; printed relative to the generated file. */
export function file(path: string): FileExpression {
  return { kind: "file", path };
}

/** `[ … ]` */
export function list(items: readonly Expression[]): ListExpression {
  return { kind: "list", items };
}

/** `path = value;` with a fixed name or a path of names. */
export function binding(path: string | AttributePath, value: Expression): AttributeBinding {
  return { kind: "binding", path: typeof path === "string" ? [path] : path, value };
}

/** `{ … }` from bindings, or from a record in the order of its keys. */
export function attributeSet(
  content: readonly Binding[] | Readonly<Record<string, Expression>>,
): AttributeSetExpression {
  const bindings = isBindings(content)
    ? content
    : Object.entries(content).map(([name, value]) => binding(name, value));
  return { kind: "attribute-set", recursive: false, bindings };
}

function isBindings(
  content: readonly Binding[] | Readonly<Record<string, Expression>>,
): content is readonly Binding[] {
  return Array.isArray(content);
}

/** `target.a.b`; a selection from a selection is one selection. */
export function select(target: Expression, path: AttributePath): SelectExpression {
  return target.kind === "select" && target.fallback === undefined && target.trivia === undefined
    ? { kind: "select", target: target.target, path: [...target.path, ...path] }
    : { kind: "select", target, path };
}

/** `callee a b`; a call of a call is one call. */
export function call(callee: Expression, ...given: readonly Expression[]): CallExpression {
  return callee.kind === "call" && callee.trivia === undefined
    ? { kind: "call", callee: callee.callee, arguments: [...callee.arguments, ...given] }
    : { kind: "call", callee, arguments: given };
}

/** No function takes as many; a call is printed as deep as it has arguments. */
export const mostArguments = 250;

export const tooManyArguments = `this call has more than ${mostArguments} arguments`;

/** A parameter `{ a, b, ... }`. */
export function formals(
  names: readonly (string | Formal)[],
  options: { ellipsis?: boolean; as?: string } = {},
): Parameter {
  return {
    kind: "formals",
    formals: names.map((one) => (typeof one === "string" ? { name: one } : one)),
    ellipsis: options.ellipsis ?? false,
    ...(options.as === undefined ? {} : { as: options.as }),
  };
}

/** `parameter: body`; a string is a plain parameter. */
export function lambda(parameter: string | Parameter, body: Expression): LambdaExpression {
  return {
    kind: "lambda",
    parameter: typeof parameter === "string" ? { kind: "name", name: parameter } : parameter,
    body,
  };
}

/** `let … in body` */
export function letIn(bindings: readonly Binding[], body: Expression): LetExpression {
  return { kind: "let", bindings, body };
}

/** `left operator right` */
export function binary(operator: BinaryOperator, left: Expression, right: Expression): Expression {
  return { kind: "binary", operator, left, right };
}
