import { describe, expect, test } from "@jest/globals";
import { evaluationCall } from "../../../src/nix/program/arguments.js";
import { ProblemError } from "../../../src/problems/problem.js";
import { fileAt, nix } from "../support/values.js";

const argumentsOf = (...given: Parameters<typeof evaluationCall>) =>
  evaluationCall(...given).arguments;

function problemsOf(run: () => unknown) {
  try {
    run();
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
  }
  return [];
}

describe("evaluationCall", () => {
  test("a text is read from standard input, a file by its absolute path", () => {
    expect(evaluationCall({ expression: "-x" }, {})).toMatchObject({
      arguments: ["-"],
      input: "-x",
    });
    expect(evaluationCall({ file: "a/-b.nix" }, { cwd: "/c" })).toMatchObject({
      arguments: ["/c/a/-b.nix"],
      input: undefined,
    });
    expect(argumentsOf({ file: "<nixpkgs/nixos>" }, { cwd: "/c" })).toEqual(["<nixpkgs/nixos>"]);
    expect(evaluationCall({ expression: nix`1 + ${2}` }, {}).input).toBe("1 + 2");
  });

  test("values are printed, never pasted", () => {
    const options = {
      cwd: "/c",
      args: { a: 'x"; ${b}', list: [1, null], path: fileAt("./d.nix"), code: nix`x: ${"y"}` },
      argstrs: { s: "--arg ''" },
    };
    expect(argumentsOf({ file: "/f" }, options)).toEqual([
      ...["--arg", "a", '"x\\"; \\${b}"'],
      ...["--arg", "list", "[\n  1\n  null\n]"],
      ...["--arg", "path", "/c/d.nix"],
      ...["--arg", "code", 'x: "y"'],
      ...["--argstr", "s", "--arg ''"],
      "/f",
    ]);
  });

  test("what is no value of Nix is told by its name", () => {
    const args = { ok: 1, bad: { deep: [Number.NaN] }, worse: new Date() as never };
    const [first, ...others] = problemsOf(() => evaluationCall({ file: "/f" }, { args }));
    expect(first).toMatchObject({
      code: "NP302",
      message: expect.stringMatching(/^argument `bad\.deep\.0`: /) as unknown,
    });
    expect(others).toEqual([]);
  });

  test("attributes by name and index", () => {
    const of = (attribute: string | readonly (string | number)[]) =>
      argumentsOf({ file: "/f" }, { attribute })[1];
    expect(of("a.b")).toBe("a.b");
    expect(of(["a", "b.c", 0, "d'e f"])).toBe('a."b.c".0.d\'e f');
    for (const name of ["", "1", 'a"b']) {
      expect(problemsOf(() => of(["a", name]))).toMatchObject([{ code: "NP507" }]);
    }
  });

  test("settings, features, places, trace and heap", () => {
    const call = evaluationCall(
      { file: "/f" },
      {
        showTrace: true,
        features: ["nix-command", "flakes"],
        settings: { "restrict-eval": "true" },
        includes: ["nixpkgs=/n", "/m"],
        initialHeap: 1024.5,
        env: { A: "b" },
      },
    );
    expect(call).toEqual({
      arguments: [
        "--show-trace",
        ...["--extra-experimental-features", "nix-command flakes"],
        ...["--option", "restrict-eval", "true"],
        ...["-I", "nixpkgs=/n", "-I", "/m"],
        "/f",
      ],
      input: undefined,
      env: { A: "b", GC_INITIAL_HEAP_SIZE: "1025" },
    });
  });
});
