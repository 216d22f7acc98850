import { expect, test } from "@jest/globals";
import { NixError } from "../../../src/nix/errors/nix-error.js";
import { parse } from "../../../src/nix/program/parse-source.js";
import { folderWith } from "../../support/program.js";
import { describeWith } from "../support/tools.js";

async function failureOf(run: Promise<unknown>) {
  const error: unknown = await run.catch((reason: unknown) => reason);
  return error instanceof NixError ? error.failures[0] : undefined;
}

describeWith("nix-instantiate")("parse", () => {
  test("two texts of the same expression are the same", async () => {
    const one = await parse({ expression: "{ a, b }: a+b * 2 # sum" });
    const other = await parse({ expression: "{ a\n, b }:\n  (a + (b*2))" });
    expect(one).toBe(other);
    expect(one).toContain("a");
  });

  test("nothing is evaluated", async () => {
    expect(await parse({ expression: 'throw "no"' })).toContain("no");
  });

  test("a mistake has its kind and place", async () => {
    const cwd = folderWith({ "a.nix": "{\n  a = ;\n}\n", "b.nix": "{\n  a = é;\n  b = c;\n}\n" });
    expect(await failureOf(parse({ file: "a.nix" }, { cwd }))).toMatchObject({
      kind: "syntax",
      positions: [{ file: `${cwd}/a.nix`, line: 2, column: 7 }],
    });
    expect(await failureOf(parse({ expression: "x: y" }))).toMatchObject({
      kind: "undefined-variable",
      name: "y",
      positions: [{ line: 1, column: 4 }],
    });
    expect(await failureOf(parse({ expression: "{ a = 1;\n  a = 2; }" }))).toMatchObject({
      kind: "syntax",
      positions: [
        { line: 2, column: 3, what: "error" },
        { line: 1, column: 3, what: "mentioned" },
      ],
    });
    expect(await failureOf(parse({ file: "none.nix" }, { cwd }))).toMatchObject({
      kind: "missing-file",
    });
  });
});
