import { describe, expect, test } from "@jest/globals";
import { runProgram } from "../../../src/nix/program/run.js";
import { ProblemError } from "../../../src/problems/problem.js";

async function codeOf(run: Promise<unknown>): Promise<string | undefined> {
  const error: unknown = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof ProblemError ? error.problems[0]?.code : undefined;
}

describe("runProgram", () => {
  test("keeps output, errors and exit code apart, and passes arguments as they are", async () => {
    const given = [
      "-c",
      'printf "%s\\n" "$@"; echo to stderr >&2; exit 42',
      "-",
      "a b",
      "$HOME;`id`",
    ];
    expect(await runProgram("sh", given)).toMatchObject({
      exitCode: 42,
      stdout: "a b\n$HOME;`id`\n",
      stderr: "to stderr\n",
    });
  });

  test("gives it an input, or none at all", async () => {
    expect((await runProgram("cat", [], { input: "é\0\n" })).stdout).toBe("é\0\n");
    expect((await runProgram("cat", [])).stdout).toBe("");
  });

  test("passes lines of errors on as they come", async () => {
    const lines: string[] = [];
    await runProgram("sh", ["-c", "printf 'one\\ntwo\\nthree' >&2"], {
      onErrorLine: (line) => lines.push(line),
    });
    expect(lines).toEqual(["one", "two", "three"]);
  });

  test("a missing program is a problem", async () => {
    expect(await codeOf(runProgram("nixpawn-no-such-program", []))).toBe("NP501");
  });

  test("an abort ends it, and what it started", async () => {
    const controller = new AbortController();
    const started = Date.now();
    const run = codeOf(runProgram("sleep", ["60"], { signal: controller.signal }));
    setTimeout(() => {
      controller.abort();
    }, 50);
    expect(await run).toBe("NP502");
    expect(Date.now() - started).toBeLessThan(10_000);
  });
});
