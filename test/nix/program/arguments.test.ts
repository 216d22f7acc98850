import { describe, expect, test } from "@jest/globals";
import { evaluationCall } from "../../../src/nix/program/arguments.js";
import { ProblemError } from "../../../src/problems/problem.js";
import { fileAt, nix } from "../support/values.js";

async function argumentsOf(...given: Parameters<typeof evaluationCall>) {
  return (await evaluationCall(...given)).arguments;
}

async function problemsOf(run: Promise<unknown>) {
  const error: unknown = await run.catch((reason: unknown) => reason);
  return error instanceof ProblemError ? error.problems : [];
}

describe("evaluationCall", () => {
  test("a text is read from standard input, a file by its absolute path", async () => {
    expect(await evaluationCall({ expression: "-x" }, {})).toMatchObject({
      arguments: ["-"],
      input: "-x",
    });
    expect(await evaluationCall({ file: "a/-b.nix" }, { cwd: "/c" })).toMatchObject({
      arguments: ["/c/a/-b.nix"],
      input: undefined,
    });
    expect(await argumentsOf({ file: "<nixpkgs/nixos>" }, { cwd: "/c" })).toEqual([
      "<nixpkgs/nixos>",
    ]);
    const made = await evaluationCall({ expression: nix`1 + ${2}` }, {});
    expect(made.input).toBe("1 + 2");
  });

  test("values are printed, never pasted", async () => {
    const options = {
      cwd: "/c",
      args: { a: 'x"; ${b}', list: [1, null], path: fileAt("./d.nix"), code: nix`x: ${"y"}` },
      argstrs: { s: "--arg ''" },
    };
    expect(await argumentsOf({ file: "/f" }, options)).toEqual([
      ...["--arg", "a", '"x\\"; \\${b}"'],
      ...["--arg", "list", "[\n  1\n  null\n]"],
      ...["--arg", "path", "/c/d.nix"],
      ...["--arg", "code", 'x: "y"'],
      ...["--argstr", "s", "--arg ''"],
      "/f",
    ]);
  });

  test("what is no value of Nix is told by its name", async () => {
    const args = { ok: 1, bad: { deep: [Number.NaN] }, worse: new Date() as never };
    const [first, ...others] = await problemsOf(evaluationCall({ file: "/f" }, { args }));
    expect(first).toMatchObject({
      code: "NP302",
      message: expect.stringMatching(/^argument `bad\.deep\.0`: /) as unknown,
    });
    expect(others).toEqual([]);
  });

  test("attributes by name and index", async () => {
    const of = async (attribute: string | readonly (string | number)[]) =>
      (await argumentsOf({ file: "/f" }, { attribute }))[1];
    expect(await of("a.b")).toBe("a.b");
    expect(await of(["a", "b.c", 0, "d'e f"])).toBe('a."b.c".0.d\'e f');
    for (const name of ["", "1", 'a"b']) {
      expect(await problemsOf(of(["a", name]))).toMatchObject([{ code: "NP507" }]);
    }
  });

  test("settings, features, places, trace and heap", async () => {
    const call = await evaluationCall(
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
