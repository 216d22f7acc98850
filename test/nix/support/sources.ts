import fc from "fast-check";

/*
 * Nix source as people type it, from a grammar of its own: parentheses only where they are drawn,
 * any blanks and comments between the tokens. What belongs together is left to who reads it.
 */

const pick = fc.constantFrom<string[]>;

const gap = fc.oneof(
  { weight: 12, arbitrary: fc.constant(" ") },
  { weight: 2, arbitrary: pick("\n", "\n\n", "\t", "\r\n", "  ") },
  {
    weight: 1,
    arbitrary: pick(" # note\n", "\n# one\n# two\n", " /* block */ ", "\n/* a\n b */\n"),
  },
);

/** Pieces with a gap between any two. */
function spaced(...pieces: readonly (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> {
  const all = pieces.map((piece) => (typeof piece === "string" ? fc.constant(piece) : piece));
  return fc.tuple(...all.flatMap((one, index) => (index === 0 ? [one] : [gap, one]))).map(joined);
}

function joined(pieces: readonly string[]): string {
  return pieces.join("");
}

function many(piece: fc.Arbitrary<string>, maxLength: number): fc.Arbitrary<string> {
  return fc.array(fc.tuple(piece, gap).map(joined), { maxLength }).map(joined);
}

const name = pick("a", "b", "pkgs", "x'", "f-g", "_");
const names = fc.uniqueArray(name, { maxLength: 3 });
// A dollar must not run into a brace or an interpolation.
const plainText = fc
  .array(pick("a", " ", "$ ", "$$ ", "$${ ", "\\n", '\\"', "\\${", "\\\\", "''", "\n", "{", "é"), {
    maxLength: 4,
  })
  .map(joined);
const indentedText = fc
  .array(
    pick("a", " ", "\n", "\n  ", "\n    ", "''$", "'''", "''\\n", "' ", '"', "\\", "$ ", "$${"),
    {
      maxLength: 5,
    },
  )
  .map(joined);

/** Source of any expression, without names defined twice. */
export const anySource: fc.Arbitrary<string> = fc.letrec<{ expression: string; item: string }>(
  (tie) => {
    const expression = tie("expression");
    const item = tie("item");
    const inside = spaced("${", expression, "}");
    const attribute = fc.oneof(
      { weight: 8, arbitrary: name },
      { weight: 2, arbitrary: pick("or", '"a b"', '"if"', '""') },
      { weight: 1, arbitrary: inside },
    );
    const path = fc.array(attribute, { minLength: 1, maxLength: 3 }).map((all) => all.join("."));
    const quoted = fc
      .tuple(plainText, inside, plainText)
      .map(([one, two, three]) => `"${one}${two}${three}"`);
    const indented = fc
      .tuple(indentedText, inside, indentedText)
      .map(([one, two, three]) => `''${one}${two}${three}''`);
    const below = fc.oneof(
      fc.constant(""),
      path.map((rest) => `.${rest}`),
    );
    const bindings = names.chain((firsts) =>
      fc
        .tuple(
          ...firsts.map((first) =>
            fc.oneof(
              {
                weight: 5,
                arbitrary: spaced(
                  below.map((rest) => first + rest),
                  "=",
                  expression,
                  ";",
                ),
              },
              { weight: 1, arbitrary: spaced("inherit", first, ";") },
              { weight: 1, arbitrary: spaced("inherit", "(", expression, ")", first, ";") },
            ),
          ),
        )
        .map((all) => all.join(" ")),
    );
    const formals = names.chain((all) =>
      fc
        .tuple(
          fc.tuple(...all.map((one) => fc.oneof(fc.constant(one), spaced(one, "?", expression)))),
          pick("", "..."),
          pick("", "", "@args", "args@"),
        )
        .map(([given, ellipsis, as]) => {
          const inner = `{ ${[...given, ellipsis].filter((one) => one !== "").join(" , ")} }`;
          return as.startsWith("@") ? inner + as : as + inner;
        }),
    );
    const term = fc.oneof(
      { depthSize: "small", maxDepth: 6, depthIdentifier: "nix" },
      name,
      pick(
        "1",
        "1.5",
        ".5",
        "1.0e3",
        "./a",
        "../b/c",
        "~/d",
        "<nixpkgs/lib>",
        "true",
        "null",
        "x:y",
      ),
      pick('"a"', '"\\${"', "''b''", "[ ]", "{ }"),
      quoted,
      indented,
      inside.map((part) => `./a/${part}.nix`),
      spaced("(", expression, ")"),
      spaced("[", many(item, 3), "]"),
      spaced(pick("{", "rec {"), bindings, "}"),
      spaced("let {", "body = ", expression, "; }"),
    );
    const call = fc.oneof(
      { weight: 3, arbitrary: item },
      { weight: 1, arbitrary: spaced(item, item) },
      { weight: 1, arbitrary: spaced(item, item, item) },
    );
    const operand = fc.oneof(
      { weight: 6, arbitrary: call },
      { weight: 1, arbitrary: spaced(pick("-", "!", "!!", "- -"), call) },
      { weight: 1, arbitrary: spaced(call, "?", path) },
    );
    const operator = pick(...Array.from("+-*/"), "++", "//", "&&", "||", "->");
    const comparison = pick("<", "<=", ">", ">=", "==", "!=");
    const operation = fc.oneof(
      { weight: 3, arbitrary: operand },
      { weight: 2, arbitrary: spaced(operand, fc.oneof(operator, comparison), operand) },
      { weight: 1, arbitrary: spaced(operand, operator, operand, operator, operand) },
      {
        weight: 1,
        arbitrary: spaced(operand, operator, operand, comparison, operand, operator, operand),
      },
    );
    return {
      item: fc.oneof(
        { depthSize: "small", depthIdentifier: "nix" },
        { weight: 4, arbitrary: term },
        { weight: 2, arbitrary: spaced(term, ".", path) },
        { weight: 1, arbitrary: spaced(term, ".", path, "or", term) },
      ),
      expression: fc.oneof(
        { depthSize: "small", maxDepth: 6, depthIdentifier: "nix" },
        { weight: 8, arbitrary: operation },
        {
          weight: 1,
          arbitrary: spaced(
            name.map((one) => `${one}:`),
            expression,
          ),
        },
        { weight: 1, arbitrary: spaced(formals, ":", expression) },
        { weight: 1, arbitrary: spaced("let", bindings, "in", expression) },
        { weight: 1, arbitrary: spaced("with", expression, ";", expression) },
        { weight: 1, arbitrary: spaced("assert", expression, ";", expression) },
        { weight: 1, arbitrary: spaced("if", expression, "then", expression, "else", expression) },
      ),
    };
  },
).expression;
