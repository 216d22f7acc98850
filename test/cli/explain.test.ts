import { describe, expect, test } from "@jest/globals";
import type { Explanation } from "../../src/problems/code.js";
import { problemCodes } from "../../src/problems/codes.js";
import { folderWith, nixpawn } from "../support/program.js";

const folder = folderWith({});
const entries = Object.entries<Explanation>(problemCodes).sort();

describe("explain", () => {
  test.each(["NP103", "np103"])("%s: title, cause and cure", async (code) => {
    const { title, cause, cure } = problemCodes.NP103;
    expect(await nixpawn(folder, "explain", code)).toEqual({
      exitCode: 0,
      stdout: `NP103: ${title}\n\n${cause}\n\n${cure}\n`,
      stderr: "",
    });
    const json = await nixpawn(folder, "explain", code, "--format", "json");
    expect(JSON.parse(json.stdout)).toEqual({ code: "NP103", title, cause, cure });
  });

  test("without a code: all of them", async () => {
    expect(await nixpawn(folder, "explain")).toEqual({
      exitCode: 0,
      stdout: entries.map(([code, { title }]) => `${code}  ${title}\n`).join(""),
      stderr: "",
    });
    const json = await nixpawn(folder, "explain", "--format", "json");
    expect(JSON.parse(json.stdout)).toEqual(entries.map(([code, entry]) => ({ code, ...entry })));
  });

  test.each(["NP999", "103", "constructor", "toString"])("%s is none", async (code) => {
    const { exitCode, stdout, stderr } = await nixpawn(folder, "explain", code);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(`error NP901: there is no problem \`${code}\``);
    expect(stderr).toContain("`nixpawn explain` lists all");
  });

  test("a code mistyped: what was meant", async () => {
    expect((await nixpawn(folder, "explain", "PN103")).stderr).toContain("did you mean `NP103`?");
  });
});
