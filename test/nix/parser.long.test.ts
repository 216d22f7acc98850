import { afterAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { lambda, identifier } from "../../src/nix/build.js";
import { NixSyntaxError, parseNix } from "../../src/nix/parser.js";
import { printExpression, printFile } from "../../src/nix/printer.js";
import type { Expression } from "../../src/nix/syntax.js";
import { anyExpression } from "./support/arbitraries.js";
import { RealNix } from "./support/evaluate.js";
import { sample, seed } from "./support/sample.js";
import { anySource } from "./support/sources.js";
import { describeWith } from "./support/tools.js";
import { processorTime } from "../support/processor-time.js";

function errorOf(source: string): [message: string, offset: number] | undefined {
  try {
    parseNix(source);
    return undefined;
  } catch (error) {
    if (error instanceof NixSyntaxError) return [error.message, error.offset];
    throw error;
  }
}

describe("an error is at its place", () => {
  test.each([
    ["", 0, "expected an expression, found the end"],
    ["a b)", 3, "expected the end, found `)`"],
    ["{ a = 1 }", 8, "expected `;`, found `}`"],
    ["[ 1 2", 5, "expected `]`, found the end"],
    ['f "a', 2, 'this string has no closing `"`'],
    ["f ''a", 2, "this string has no closing `''`"],
    ["1 /* a", 2, "this comment has no end"],
    ["a ; b", 2, "expected the end, found `;`"],
    ["a |> b", 2, "`|` means nothing here"],
    ["a 9223372036854775808", 2, "9223372036854775808 is too large: integers of Nix have 64 bits"],
    ["1.5e400", 0, "1.5e400 is no number that Nix can hold"],
    ["a == b == c", 7, "comparisons cannot be chained: put one in parentheses, found `==`"],
    ["./a/", 3, "a path cannot end in a slash"],
    ['"a\0b"', 2, "there is a NUL character, which no Nix string can hold"],
    ["# \ud83d", 2, "there is half of a surrogate pair, which is no character"],
    ["/* 😀 */ `", 9, "a backquote means nothing here"],
  ])("in %j: at %d", (source, offset, message) => {
    expect(errorOf(source)).toEqual([message, offset]);
  });
});

describe("no source exhausts the stack", () => {
  test.each([
    ["(", ")"],
    ["[ ", " ]"],
    ["{ a = ", "; }"],
    ["f (", ")"],
    ["a.${", "}"],
    ['"${', '}"'],
    ["''${", "}''"],
    ["a: ", ""],
    ["{ a ? ", " }: a"],
    ["if a then b else ", ""],
    ["let a = 1; in ", ""],
    ["with a; ", ""],
    ["assert a; ", ""],
    ["-", ""],
    ["!", ""],
    ["a -> ", ""],
    ["a + a - ", ""],
    ["a ? b ? ", ""],
    ["a.b or ", ""],
    ["f ", ""],
  ])("`%s` … `%s`", (open, close) => {
    for (const count of [50, 240, 100_000]) {
      const source = `${open.repeat(count)}a${close.repeat(count)}`;
      const error = errorOf(source);
      if (error === undefined) printExpression(parseNix(source));
      else expect(error[0]).toMatch(/too deeply|too long|more than 250 arguments/);
    }
  });

  test("nor do long chains within each other", () => {
    let source = "a";
    for (let level = 0; level < 40; level++) source = `(${source}${" + a".repeat(300)})`;
    expect(errorOf(source)?.[0]).toBe("this chain of operators is too long");
  });
});

describe("long sources take time in proportion:", () => {
  test.each<[string, (count: number) => string]>([
    ["lists", (count) => `[${" 1".repeat(count)}]`],
    [
      "sets",
      (count) => `{${Array.from({ length: count }, (_, index) => ` a${index} = 1;`).join("")}}`,
    ],
    ["''…'' strings", (count) => `''\n${"  some ''${text}\n".repeat(count)}''`],
    ['"…" strings', (count) => `"${"some \\n\\${text} ".repeat(count)}"`],
    ["comments", (count) => `[\n${"# one\n\n1\n".repeat(count)}]`],
  ])("%s", (_what, source) => {
    const time = (count: number): number =>
      processorTime(() => {
        printExpression(parseNix(source(count)));
      });
    time(5_000);
    // Twice what it should be, and some for a garbage collection.
    expect(time(80_000)).toBeLessThan(8 * time(20_000) + 1000);
  });
});

const nix = new RealNix();
afterAll(() => {
  nix.remove();
});

/** Gives every free variable a meaning, so that only the grammar can be wrong. */
function closed(source: string): string {
  return `scope: with scope; ${source}\n`;
}

function parses(source: string): Expression | undefined {
  return errorOf(source) === undefined ? parseNix(source) : undefined;
}

describeWith("nix-instantiate")("as Nix", () => {
  test("the parser accepts what Nix accepts, and nothing else", () => {
    const sources = sample(almostNix, 250);
    const parsed = (source: string): boolean =>
      nix.instantiate("--parse", nix.write("source.nix", closed(source))).ok;
    const good = sources.filter((source) => parses(source) !== undefined);
    // One process takes all files when none of them is wrong.
    const files = good.map((source, index) => nix.write(`good-${index}.nix`, closed(source)));
    const wrong = [
      ...(nix.instantiate("--parse", ...files).ok ? [] : good.filter((one) => !parsed(one))),
      ...sources.filter((source) => !good.includes(source) && parsed(source)),
    ];
    expect({ seed, wrong }).toEqual({ seed, wrong: [] });
  });

  test("the parser takes the same operands and strings, whatever the blanks and comments", () => {
    const sources = sample(anySource, 500);
    // Both of a pair in one process, in which names keep their order.
    const files = sources.flatMap((source, index) => [
      nix.write(`source-${index}.nix`, closed(source)),
      nix.print(`printed-${index}.nix`, inScope(parseNix(source))),
    ]);
    const { ok, stdout, stderr } = nix.instantiate("--parse", ...files);
    expect({ seed, ok, stderr }).toEqual({ seed, ok: true, stderr: "" });
    const trees = stdout.split("\n").map(joinedStrings);
    const wrong = sources.filter((_, index) => trees[2 * index] !== trees[2 * index + 1]);
    expect({ seed, wrong }).toEqual({ seed, wrong: [] });
  });
});

function inScope(body: Expression): Expression {
  return lambda("scope", { kind: "with", scope: identifier("scope"), body });
}

/** Nix shows strings in the pieces that its lexer saw; a tree of ours has them in one. */
function joinedStrings(tree: string): string {
  return tree
    .replaceAll('" + "', "")
    .replaceAll('("" + ', "(")
    .replace(/\(("(?:[^"\\]|\\.)*")\)/g, "$1");
}

/** Printed expressions with a piece taken out or put in, and tokens at random. */
const almostNix = fc.oneof(
  fc
    .tuple(
      anyExpression,
      fc.nat(),
      fc.nat({ max: 3 }),
      fc.constantFrom("", ...Array.from("{}()[];:.,=?@\"'$"), "or", " "),
    )
    .map(([expression, at, length, inserted]) => {
      const characters = Array.from(printFile(expression, { directory: nix.folder }).text);
      const start = at % (characters.length + 1);
      return characters.toSpliced(start, length, inserted).join("");
    }),
  fc
    .array(
      fc.constantFrom(
        ..."a b x: 1 1.5 .5 ( ) { } [ ] ; = . , ? @ ! - + * / // ++ == < -> && || ... or if then else".split(
          " ",
        ),
        ..."let in with rec inherit assert ${ a/b ./c <n> a:b ~/d \"\" ''s'' {} [] a.b x:x".split(
          " ",
        ),
      ),
      { minLength: 1, maxLength: 8 },
    )
    .chain((tokens) => fc.constantFrom(" ", "", "\n").map((gap) => tokens.join(gap))),
);
