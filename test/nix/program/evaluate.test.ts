import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { NixError } from "../../../src/nix/errors/nix-error.js";
import { printsExactFloats } from "../../../src/nix/program/dialect.js";
import { evaluate, evaluateWithWarnings } from "../../../src/nix/program/evaluate.js";
import { runProgram } from "../../../src/nix/program/run.js";
import { nixVersion, type NixVersion } from "../../../src/nix/program/version.js";
import type { NixValue } from "../../../src/nix/value.js";
import { ProblemError } from "../../../src/problems/problem.js";
import { folderWith, root } from "../../support/program.js";
import { anyName, anyText } from "../support/arbitraries.js";
import { buildSettings, freshWord, shellDerivation } from "../support/nix.js";
import { describeWith } from "../support/tools.js";
import { nix } from "../support/values.js";

async function errorOf(run: Promise<unknown>): Promise<unknown> {
  return run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
}

async function failureOf(run: Promise<unknown>) {
  const error = await errorOf(run);
  if (!(error instanceof NixError)) throw error;
  return error.failures[0];
}

describeWith("nix-instantiate")("evaluate", () => {
  let version: NixVersion;
  beforeAll(async () => {
    version = await nixVersion();
  });

  test("a value of an expression", async () => {
    expect(await evaluate({ expression: '{ a = [ 1 null true ]; b.c = "x\\n"; }' })).toEqual({
      a: [1, null, true],
      b: { c: "x\n" },
    });
  });

  test("an expression made in TypeScript", async () => {
    expect(await evaluate({ expression: nix`map (x: x + ${1}) ${[1, 2]}` })).toEqual([2, 3]);
  });

  test("a file, by its attribute, with arguments", async () => {
    const cwd = folderWith({
      "default.nix": '{ a, b ? 2, s }: { sum = a.x + b; names."p.q" = [ { inherit s; } ]; }',
    });
    const options = { cwd, args: { a: { x: 40 } }, argstrs: { s: "${a}" } };
    expect(await evaluate({ file: "." }, { ...options, attribute: "sum" })).toBe(42);
    const attribute = ["names", "p.q", 0, "s"];
    expect(await evaluate({ file: "." }, { ...options, attribute })).toBe("${a}");
  });

  test("integers are exact, floats as exact as this Nix prints them", async () => {
    expect(await evaluate({ expression: "[ 9007199254740993 (-9223372036854775807) ]" })).toEqual([
      9007199254740993n,
      -9223372036854775807n,
    ]);
    const exact = printsExactFloats(version);
    expect(await evaluate({ expression: "[ 1.23456789 1.0 ]" })).toEqual([
      exact ? 1.23456789 : 1.23457,
      1,
    ]);
  });

  test("a float that is not finite is null", async () => {
    const infinite = "let x = 1.0e308 * 10; in";
    const expression = `${infinite} [ x (-x) (x - x) "inf" ]`;
    expect(await evaluate({ expression })).toEqual([null, null, null, "inf"]);
  });

  test("packages, sets with __toString and paths are strings", async () => {
    const expression =
      '{ p.outPath = "/nix/store/x"; s.__toString = self: "words"; d = builtins.currentTime > 0; }';
    expect(await evaluate({ expression })).toEqual({ p: "/nix/store/x", s: "words", d: true });
  });

  test("any value of Nix comes back as it went", async () => {
    const value = fc.letrec<{ value: NixValue }>((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        anyText,
        fc.integer(),
        fc
          .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
          .filter((one) => !Number.isSafeInteger(Number(one))),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie("value"), { maxLength: 4 }),
        fc.dictionary(
          anyName.filter((name) => !["outPath", "__toString"].includes(name)),
          tie("value"),
          { maxKeys: 4, noNullPrototype: true },
        ),
      ),
    })).value;
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 5, maxLength: 20 }), async (all) => {
        const expression = "{ all }: all";
        expect(await evaluate({ expression }, { args: { all } })).toEqual(all);
      }),
      { numRuns: 25 },
    );
  });

  test("a text may be longer than an argument", async () => {
    const text = "x".repeat(300_000);
    expect(await evaluate({ expression: `"${text}"` })).toBe(text);
    const long = errorOf(evaluate({ expression: "{ a }: 1" }, { argstrs: { a: text } }));
    expect(await long).toMatchObject({ problems: [{ code: "NP508" }] });
  });

  test("the reader decides what comes out, and may refuse", async () => {
    const read = (value: unknown): number => {
      if (typeof value !== "number") throw new TypeError("a number was expected");
      return value + 1;
    };
    const sum: number = await evaluate({ expression: "41" }, { read });
    expect(sum).toBe(42);
    expect(await errorOf(evaluate({ expression: '"x"' }, { read }))).toBeInstanceOf(TypeError);
  });

  test("places, settings and variables reach Nix", async () => {
    const folder = folderWith({ "a.nix": "7" });
    const options = { includes: [`here=${folder}`], env: { NIXPAWN_TEST: "é" } };
    const expression = '[ (import <here/a.nix>) (builtins.getEnv "NIXPAWN_TEST") ]';
    expect(await evaluate({ expression }, options)).toEqual([7, "é"]);
    const restricted = evaluate(
      { expression: "builtins.readFile /etc/passwd" },
      { settings: { "restrict-eval": "true" } },
    );
    expect(await failureOf(restricted)).toMatchObject({ kind: "restricted" });
  });

  test("traces and warnings are told as they come, and apart", async () => {
    const lines: string[] = [];
    const { value, warnings } = await evaluateWithWarnings(
      { expression: 'builtins.trace "warning: old" (builtins.trace "two\\nlines" 1)' },
      { onLine: (line) => lines.push(line) },
    );
    expect(value).toBe(1);
    expect(warnings).toMatchObject([{ kind: "warnings", items: ["old"] }]);
    expect(lines.filter((one) => !one.startsWith("warning:"))).toEqual([
      "trace: warning: old",
      "trace: two",
      "lines",
    ]);
  });

  test("a failure has its place in characters, and all that was said", async () => {
    const cwd = folderWith({ "a.nix": '{ é = "é${b}"; }'.replace("é =", "e =") });
    const error = await errorOf(evaluate({ file: "a.nix" }, { cwd }));
    expect(error).toMatchObject({
      failures: [
        {
          kind: "undefined-variable",
          name: "b",
          positions: [{ file: `${cwd}/a.nix`, line: 1, column: 11 }],
        },
      ],
      problems: [{ code: "NP504", place: { start: { line: 1, column: 11 } } }],
    });
    expect((error as NixError).log).toContain("error: undefined variable 'b'");
  });

  test("a trace on demand", async () => {
    const expression = 'let f = x: throw "no"; in builtins.addErrorContext "while trying" (f 1)';
    const short = await failureOf(evaluate({ expression }));
    const full = await failureOf(evaluate({ expression }, { showTrace: true }));
    expect(full?.message).toBe("no");
    expect(full?.positions.length).toBeGreaterThanOrEqual(short?.positions.length ?? 0);
    expect(full?.raw).toContain("while trying");
  });

  test("a feature is allowed for the call that needs it", async () => {
    const flake = folderWith({ "flake.nix": "{ outputs = _: { a = 5; }; }" });
    const expression = "{ flake }: (builtins.getFlake flake).a";
    const options = { argstrs: { flake: `path:${flake}` }, readOnly: false };
    expect(await evaluate({ expression }, { ...options, features: ["flakes"] })).toBe(5);
    const refused = await failureOf(evaluate({ expression }, options));
    expect(["feature-disabled", "missing-attribute"]).toContain(refused?.kind);
  });

  test("an import from a derivation needs the store", async () => {
    const made = shellDerivation(`value-${freshWord()}`, "echo 41 > $out");
    const expression = `1 + import (${made})`;
    const env = buildSettings;
    expect(await evaluate({ expression }, { env, readOnly: false })).toBe(42);
  });

  test("an initial heap is no difference to the value", async () => {
    expect(await evaluate({ expression: "1" }, { initialHeap: 64 * 2 ** 20 })).toBe(1);
  });

  test("an abort ends even what hears no signal", async () => {
    const controller = new AbortController();
    const run = evaluate(
      { expression: "builtins.foldl' (a: b: a + b) 0 (builtins.genList (x: x) 300000000)" },
      { signal: controller.signal },
    );
    setTimeout(() => {
      controller.abort();
    }, 300);
    // Nix alone would end it with another problem, or none.
    expect(await errorOf(run)).toMatchObject({ problems: [{ code: "NP502" }] });
  });

  test("one signal may be for many at once", async () => {
    // A process of its own: Node warns of many listeners, once for each.
    const script = `
      import { evaluate } from ${JSON.stringify(join(root, "dist/nix.js"))};
      const { signal } = new AbortController();
      const all = Array.from({ length: 12 }, (_, index) => String(index));
      const values = await Promise.all(all.map((expression) => evaluate({ expression }, { signal })));
      console.log(values.join());`;
    const run = await runProgram(process.execPath, ["--input-type=module", "-e", script], {
      env: { NODE_OPTIONS: "" },
    });
    expect(run).toMatchObject({ stdout: "0,1,2,3,4,5,6,7,8,9,10,11\n", stderr: "" });
  });

  test("a folder that is not there is no missing program", async () => {
    const error = await errorOf(evaluate({ expression: "1" }, { cwd: "/nowhere/at/all" }));
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({ problems: [{ code: "NP508" }] });
  });
});

describe("without Nix", () => {
  test("the missing program is the problem", async () => {
    const error = await errorOf(evaluate({ expression: "1" }, { env: { PATH: "/nowhere" } }));
    expect(error).toMatchObject({
      problems: [{ code: "NP501", hint: expect.stringContaining("install Nix") as unknown }],
    });
  });
});
