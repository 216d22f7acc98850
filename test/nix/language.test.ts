import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import { binary, call, identifier, lambda, list, select, string } from "../../src/nix/build.js";
import { freeVariables } from "../../src/nix/free-variables.js";
import { number } from "../../src/nix/number.js";
import { NixSyntaxError, parseNix } from "../../src/nix/parser.js";
import { printFile } from "../../src/nix/printer.js";
import type { Expression } from "../../src/nix/syntax.js";
import { anyExpression, anyName, anyText } from "./support/arbitraries.js";
import { describeWith } from "./support/tools.js";
import { converted, nixFromRaw } from "./support/values.js";

/*
 * The printer and the parser against the real Nix and the real nixfmt. One process takes hundreds
 * of values; the seed is random and shown on failure.
 */

const seed = Number(process.env.NIXPAWN_SEED ?? Date.now() % 2 ** 31);
const runs = Number(process.env.NIXPAWN_RUNS ?? 1);
const folder = mkdtempSync(join(tmpdir(), "nixpawn-language-"));
const longTest = 240_000;

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function sample<Value>(arbitrary: fc.Arbitrary<Value>, count: number): Value[] {
  return fc.sample(arbitrary, { numRuns: count * runs, seed });
}

function written(name: string, expression: Expression): string {
  const path = join(folder, name);
  writeFileSync(path, printFile(expression, { directory: folder }).text);
  return path;
}

function instantiate(...given: string[]): { ok: boolean; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync("nix-instantiate", given, {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  return { ok: status === 0, stdout, stderr };
}

/** What Nix makes of a list of expressions. */
function evaluated(name: string, expressions: readonly Expression[]): unknown[] {
  const path = written(name, list(expressions));
  const { ok, stdout, stderr } = instantiate("--eval", "--strict", "--json", path);
  if (!ok) throw new Error(`seed ${seed}: ${stderr}`);
  return JSON.parse(stdout) as unknown[];
}

/** A value as text that does not depend on the order of keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1))
      : inner,
  );
}

function convertedWell(value: unknown): Expression {
  const { expression, problems } = converted(value);
  expect(problems).toEqual([]);
  return expression;
}

/** Each pair of a value and what it was expected to be, where they differ. */
function differing(expected: readonly unknown[], actual: readonly unknown[]): unknown[] {
  expect(actual).toHaveLength(expected.length);
  return expected
    .map((one, index) => ({ seed, expected: canonical(one), actual: canonical(actual[index]) }))
    .filter((pair) => pair.expected !== pair.actual);
}

/** Nix prints a set that has one of these as something else. */
const special = new Set(["outPath", "__toString"]);

const anyValue = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    anyText.filter((text) => !text.includes("\0")),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 4 }),
    fc
      .array(fc.tuple(anyName, tie("value")), { maxLength: 4 })
      .map((entries) =>
        Object.fromEntries(entries.filter(([name]) => !name.includes("\0") && !special.has(name))),
      ),
  ),
})).value;

const text = anyText.filter((one) => !one.includes("\0"));

describeWith("nix-instantiate")("what Nix reads is what was written", () => {
  test("strings", () => {
    const values = sample(text, 4000);
    expect(differing(values, evaluated("strings.nix", values.map(convertedWell)))).toEqual([]);
  });

  test("names", () => {
    const values = sample(
      anyName.filter((name) => !name.includes("\0") && !special.has(name)),
      2000,
    ).map((name) => Object.fromEntries([[name, { [`${name}x`]: 1, "b-c": name }]]));
    expect(differing(values, evaluated("names.nix", values.map(convertedWell)))).toEqual([]);
  });

  test("nested values", () => {
    const values = sample(anyValue, 2000);
    expect(differing(values, evaluated("values.nix", values.map(convertedWell)))).toEqual([]);
  });

  test("integers of 64 bits", () => {
    const limits = [0n, 1n, -1n, 2n ** 63n - 1n, -(2n ** 63n), -(2n ** 63n) + 1n];
    const values = [
      ...limits,
      ...sample(fc.bigInt({ min: limits[4] ?? 0n, max: limits[3] ?? 0n }), 500),
    ];
    const texts = values.map((value) => call(identifier("toString"), convertedWell(value)));
    expect(differing(values.map(String), evaluated("integers.nix", texts))).toEqual([]);
  });

  test("floats, to the last bit", () => {
    const limits = [0.1, 0.1 + 0.2, 5e-324, 2 ** -1022, 1e-7, -1.5, Number.MAX_VALUE / 3, 1 / 3];
    const fractions = sample(fc.double({ noNaN: true, noDefaultInfinity: true }), 1500);
    const values = [...limits, ...fractions].filter((value) => !Number.isInteger(value));
    // Nix prints few digits, so it compares: with what it reads from JSON.
    const equal = values.map((value) =>
      binary(
        "==",
        number(value),
        call(select(identifier("builtins"), ["fromJSON"]), string(JSON.stringify(value))),
      ),
    );
    const results = evaluated("floats.nix", equal);
    expect(values.filter((_, index) => results[index] !== true)).toEqual([]);
  });

  test("values in templates: as expressions, in strings and as names", () => {
    const values = sample(fc.tuple(text, text), 1200);
    const templates = values.map(([one, other]) =>
      nixFromRaw(
        [
          '{ quoted = "<',
          "|",
          ">\"; indented = ''\n    <",
          ">\n      deeper ",
          "\n    end''; list = [ ",
          " ]; set.",
          " = 1; }",
        ],
        [one, other, one, other, one, `n${other}`],
      ),
    );
    const expected = values.map(([one, other]) => ({
      quoted: `<${one}|${other}>`,
      indented: `<${one}>\n  deeper ${other}\nend`,
      list: [one],
      set: { [`n${other}`]: 1 },
    }));
    const actual = evaluated("templates.nix", templates.map(convertedWell));
    expect(differing(expected, actual)).toEqual([]);
  });

  test("strings of Nix, escapes included, mean the same after printing", () => {
    const sources = sample(stringSource, 1500).filter((source) => {
      const expression = parses(source);
      // Two strings in a row are a call, and would be two items of the list below.
      return (
        expression?.kind === "string" && [...freeVariables(expression)].every((one) => one === "x")
      );
    });
    const path = join(folder, "sources.nix");
    writeFileSync(path, `let x = "X"; in [\n${sources.join("\n")}\n]\n`);
    const { ok, stdout, stderr } = instantiate("--eval", "--strict", "--json", path);
    expect({ ok, stderr }).toEqual({ ok: true, stderr: "" });
    const printed = evaluated(
      "printed.nix",
      sources.map((source) => parseNix(`let x = "X"; in ${source}`)),
    );
    expect(differing(JSON.parse(stdout) as unknown[], printed)).toEqual([]);
  });
});

/** Sources of strings. Escaped blanks are left out: Nix 2.8 takes them for indentation. */
const stringSource = fc
  .tuple(
    fc.constantFrom('"', "''"),
    fc.array(
      fc.constantFrom(
        ...Array.from("ab $'{}\n\t"),
        "  ",
        "\n  ",
        "\n    ",
        "''$",
        "'''",
        "\\n",
        '\\"',
        "\\$",
        "$$",
        "$${",
        "${x}",
        "\\\\",
        "''\\a",
        "é",
      ),
      { maxLength: 12 },
    ),
  )
  .map(([quote, pieces]) => quote + pieces.join("") + quote);

function parses(source: string): Expression | undefined {
  try {
    return parseNix(source);
  } catch (error) {
    if (error instanceof NixSyntaxError) return undefined;
    throw error;
  }
}

/** Gives every free variable a meaning, so that only the grammar can be wrong. */
function closed(source: string): string {
  return `scope: with scope; (${source}\n)`;
}

describeWith("nix-instantiate")("the grammar", () => {
  test(
    "Nix accepts what is printed",
    () => {
      const files = sample(anyExpression, 600).map((expression, index) =>
        written(
          `tree-${index}.nix`,
          lambda("scope", { kind: "with", scope: identifier("scope"), body: expression }),
        ),
      );
      const { ok, stderr } = instantiate("--parse", ...files);
      expect({ seed, ok, stderr }).toEqual({ seed, ok: true, stderr: "" });
    },
    longTest,
  );

  test(
    "the parser accepts what Nix accepts, and nothing else",
    () => {
      const sources = sample(almostNix, 250);
      const accepted = sources.map((source) => parses(source) !== undefined);
      const wrong = sources.filter((source, index) => {
        const path = join(folder, "source.nix");
        writeFileSync(path, closed(source));
        return instantiate("--parse", path).ok !== accepted[index];
      });
      expect({ seed, wrong }).toEqual({ seed, wrong: [] });
    },
    longTest,
  );
});

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
      const characters = Array.from(printFile(expression, { directory: folder }).text);
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

describeWith("nixfmt")("the style", () => {
  test(
    "nixfmt leaves what is printed as it is",
    () => {
      const files = sample(anyExpression, 600).map((expression, index) =>
        written(`style-${index}.nix`, expression),
      );
      const { status, stderr } = spawnSync("nixfmt", ["--check", ...files], { encoding: "utf8" });
      expect({ seed, status, stderr }).toEqual({ seed, status: 0, stderr: "" });
    },
    longTest,
  );

  test("and so are values", () => {
    const files = sample(anyValue, 300).map((value, index) =>
      written(`value-${index}.nix`, convertedWell(value)),
    );
    const { status, stderr } = spawnSync("nixfmt", ["--check", ...files], { encoding: "utf8" });
    expect({ seed, status, stderr }).toEqual({ seed, status: 0, stderr: "" });
  });
});
