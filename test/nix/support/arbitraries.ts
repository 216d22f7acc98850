import fc from "fast-check";
import { select } from "../../../src/nix/build.js";
import { joinParts } from "../../../src/nix/string-parts.js";
import type {
  AttributeName,
  AttributePath,
  BinaryOperator,
  Binding,
  Expression,
  Parameter,
  StringPart,
} from "../../../src/nix/syntax.js";

/** Texts that are hard to write down: escapes, quotes, blanks, interpolations, odd characters. */
export const nastyText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...Array.from("$${{}}''''\"\\ \n\n\t\r#/@:")) },
      { weight: 2, arbitrary: fc.constantFrom("${", "''", "'''", "$$", "''${", "''\\n", "${x}") },
      { weight: 2, arbitrary: fc.constantFrom("\n  ", "\n    ", "\n\n", "  ", "\n\t") },
      { weight: 3, arbitrary: fc.constantFrom(...Array.from("abxyz019_-.")) },
      { weight: 1, arbitrary: fc.constantFrom("é", "😀", "\u2028", "\u00a0", "\u0001", "\u007f") },
      { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 4 }) },
    ),
    { maxLength: 14 },
  )
  .map((pieces) => pieces.join("").replaceAll("\0", ""));

/** Texts as people write them: several lines, indented, with or without a last line break. */
export const linesText: fc.Arbitrary<string> = fc
  .array(
    fc
      .tuple(
        fc.constantFrom("", "", "  ", "    ", "\t"),
        fc.constantFrom("", "a", "b ${c}", "'", "$"),
      )
      .map(([indent, text]) => indent + text),
    { minLength: 1, maxLength: 6 },
  )
  .map((lines) => lines.join("\n"));

export const anyText: fc.Arbitrary<string> = fc.oneof(nastyText, linesText, fc.string());

/** Names of attributes: identifiers, keywords and anything else. */
export const anyName: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("a", "b", "services", "x-y", "_", "a'", "longerName") },
  { weight: 1, arbitrary: fc.constantFrom("or", "if", "rec", "inherit", "let", "in", "with") },
  { weight: 1, arbitrary: fc.constantFrom("", "__proto__", "constructor", "1a", "a.b", "/srv") },
  { weight: 1, arbitrary: anyText },
);

const identifierName = fc.oneof(
  fc.constantFrom("a", "b", "pkgs", "lib", "config", "x'", "f-g", "aRatherLongNameOfAVariable"),
  fc.stringMatching(/^[a-z_][a-zA-Z0-9_'-]{0,30}$/).filter((name) => !reserved.has(name)),
);

const reserved = new Set(
  "assert else if in inherit let or rec then with true false null".split(" "),
);

const operators: readonly BinaryOperator[] = [
  "*",
  "/",
  "+",
  "-",
  "++",
  "//",
  "<",
  "<=",
  ">",
  ">=",
  "==",
  "!=",
  "&&",
  "||",
  "->",
];

function parts(text: fc.Arbitrary<string>, expression: fc.Arbitrary<Expression>) {
  return fc
    .array(
      fc.oneof(
        { weight: 2, arbitrary: text },
        {
          weight: 1,
          arbitrary: expression.map((one): StringPart => ({
            kind: "interpolation",
            expression: one,
          })),
        },
      ),
      { maxLength: 4 },
    )
    .map(joinParts);
}

function isFixed(name: readonly StringPart[]): boolean {
  return name.every((part) => typeof part === "string");
}

/** Any syntax tree that the parser could give: texts joined, calls and sets in normal form. */
export const anyExpression: fc.Arbitrary<Expression> = fc.letrec<{ expression: Expression }>(
  (tie) => {
    const expression = tie("expression");
    const name: fc.Arbitrary<AttributeName> = fc.oneof(
      { weight: 8, arbitrary: anyName },
      {
        weight: 1,
        arbitrary: parts(nastyText, expression)
          .filter((one) => !isFixed(one))
          .map((one): AttributeName => ({ kind: "string", style: "quoted", parts: one })),
      },
      {
        weight: 1,
        arbitrary: expression
          .filter((one) => one.kind !== "string" || !isFixed(one.parts))
          .map((one): AttributeName => ({ kind: "interpolation", expression: one })),
      },
    );
    const path: fc.Arbitrary<AttributePath> = fc.array(name, { minLength: 1, maxLength: 5 });
    const fixedPath = fc.array(anyName, { minLength: 1, maxLength: 3 });
    // A first name of their own keeps bindings from defining the same name twice.
    const binding = (first: string, fixed: boolean): fc.Arbitrary<Binding> =>
      fc.oneof(
        {
          weight: 4,
          arbitrary: fc
            .tuple(fixed ? fixedPath : path, expression)
            .map(([rest, value]): Binding => ({ kind: "binding", path: [first, ...rest], value })),
        },
        {
          weight: 4,
          arbitrary: expression.map((value): Binding => ({
            kind: "binding",
            path: [first],
            value,
          })),
        },
        {
          weight: 1,
          arbitrary: fc
            .tuple(fc.option(expression, { nil: undefined }), fc.nat({ max: 6 }))
            .map(([from, count]): Binding => ({
              kind: "inherit",
              names: Array.from({ length: count }, (_, index) => `${first}-${index}`),
              ...(from === undefined ? {} : { from }),
            })),
        },
      );
    const bindings = (fixed: boolean): fc.Arbitrary<readonly Binding[]> =>
      fc
        .uniqueArray(fixed ? identifierName : anyName, { maxLength: 3 })
        .filter((names) => !names.some((one) => /-\d$/.test(one)))
        .chain((names) => fc.tuple(...names.map((one) => binding(one, fixed))));
    const parameter: fc.Arbitrary<Parameter> = fc.oneof(
      identifierName.map((one): Parameter => ({ kind: "name", name: one })),
      fc
        .tuple(
          fc.uniqueArray(identifierName, { maxLength: 5 }),
          fc.array(fc.option(expression, { nil: undefined }), { minLength: 5, maxLength: 5 }),
          fc.boolean(),
          fc.boolean(),
        )
        .map(([names, defaults, ellipsis, as]): Parameter => ({
          kind: "formals",
          formals: names.map((one, index) => {
            const value = defaults[index];
            return value === undefined ? { name: one } : { name: one, default: value };
          }),
          ellipsis,
          ...(as ? { as: "all-arguments" } : {}),
        })),
    );
    return {
      expression: fc.oneof(
        { maxDepth: 5, depthSize: "medium", withCrossShrink: true },
        identifierName.map((one): Expression => ({ kind: "identifier", name: one })),
        fc
          .bigInt({ min: 0n, max: 2n ** 63n - 1n })
          .map((value): Expression => ({ kind: "integer", value })),
        fc
          .double({ min: 2 ** -1022, noNaN: true, noDefaultInfinity: true })
          .map((value): Expression => ({ kind: "float", value })),
        fc
          .tuple(anyText, fc.constantFrom("quoted" as const, "indented" as const))
          .map(([text, style]): Expression => ({
            kind: "string",
            style,
            parts: joinParts([text]),
          })),
        fc
          .constantFrom("./a", "../b/c.nix", "/etc/x", "~/y", "a/b", "./.")
          .map((one): Expression => ({ kind: "path", parts: [one] })),
        fc
          .constantFrom("nixpkgs", "nixpkgs/lib")
          .map((one): Expression => ({ kind: "search-path", path: one })),
        fc
          .tuple(
            parts(anyText, expression),
            fc.constantFrom("quoted" as const, "indented" as const),
          )
          .map(([one, style]): Expression => ({ kind: "string", style, parts: one })),
        expression.map((one): Expression => ({
          kind: "path",
          parts: ["./a/", { kind: "interpolation", expression: one }, ".nix"],
        })),
        fc.tuple(fc.boolean(), bindings(false)).map(([recursive, all]): Expression => ({
          kind: "attribute-set",
          recursive,
          bindings: all,
        })),
        fc
          .array(expression, { maxLength: 4 })
          .map((items): Expression => ({ kind: "list", items })),
        fc
          .tuple(expression, path, fc.option(expression, { nil: undefined }))
          .map(([target, one, fallback]): Expression =>
            fallback === undefined
              ? select(target, one)
              : { kind: "select", target, path: one, fallback },
          ),
        fc
          .tuple(expression, path)
          .map(([target, one]): Expression => ({ kind: "has-attribute", target, path: one })),
        fc
          .tuple(
            expression.filter((one) => one.kind !== "call"),
            fc.array(expression, { minLength: 1, maxLength: 4 }),
          )
          .map(([callee, given]): Expression => ({ kind: "call", callee, arguments: given })),
        fc
          .tuple(parameter, expression)
          .map(([one, body]): Expression => ({ kind: "lambda", parameter: one, body })),
        fc
          .tuple(bindings(true), expression)
          .map(([all, body]): Expression => ({ kind: "let", bindings: all, body })),
        fc
          .tuple(expression, expression)
          .map(([scope, body]): Expression => ({ kind: "with", scope, body })),
        fc
          .tuple(expression, expression)
          .map(([condition, body]): Expression => ({ kind: "assert", condition, body })),
        fc
          .tuple(expression, expression, expression)
          .map(([condition, consequence, alternative]): Expression => ({
            kind: "if",
            condition,
            consequence,
            alternative,
          })),
        fc
          .tuple(fc.constantFrom("-" as const, "!" as const), expression)
          .map(([operator, operand]): Expression => ({ kind: "unary", operator, operand })),
        fc
          .tuple(fc.constantFrom(...operators), expression, expression)
          .map(([operator, left, right]): Expression => ({
            kind: "binary",
            operator,
            left,
            right,
          })),
      ),
    };
  },
).expression;
