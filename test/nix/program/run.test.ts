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

  test("what cannot be started is told, and why", async () => {
    const error: unknown = await runProgram("true", [], { cwd: "/nowhere/at/all" }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({
      problems: [
        {
          code: "NP508",
          message: "`true` cannot be started in /nowhere/at/all: there is no such folder",
        },
      ],
    });
    expect(await codeOf(runProgram("true", ["x".repeat(300_000)]))).toBe("NP508");
  });

  test("a signal from elsewhere is no exit code", async () => {
    expect(await runProgram("sh", ["-c", "kill -9 $$"])).toMatchObject({
      exitCode: undefined,
      signal: "SIGKILL",
    });
  });

  test("what a listener throws ends the program", async () => {
    // Far longer than a test may take.
    const run = runProgram("sh", ["-c", "echo one >&2; exec sleep 3600"], {
      onErrorLine: () => {
        throw new RangeError("enough");
      },
    });
    await expect(run).rejects.toThrow(RangeError);
  });

  test("an abort beforehand starts nothing", async () => {
    expect(await codeOf(runProgram("sleep", ["60"], { signal: AbortSignal.abort() }))).toBe(
      "NP502",
    );
  });

  test("a program that hears no SIGTERM is killed after its time", async () => {
    const controller = new AbortController();
    const run = codeOf(
      runProgram("sh", ["-c", "trap '' TERM; while :; do sleep 0.1; done"], {
        signal: controller.signal,
        grace: 200,
      }),
    );
    setTimeout(() => {
      controller.abort();
    }, 300);
    expect(await run).toBe("NP502");
  });

  test("an abort ends it, and what it started", async () => {
    const controller = new AbortController();
    const run = codeOf(runProgram("sleep", ["3600"], { signal: controller.signal }));
    setTimeout(() => {
      controller.abort();
    }, 50);
    expect(await run).toBe("NP502");
  });
});
