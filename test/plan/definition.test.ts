import { describe, expect, test } from "@jest/globals";
import { defineContainers, nix, pkgs } from "../../src/index.js";
import { ProblemError } from "../../src/problems/problem.js";
import { readDefinition } from "../../src/plan/definition.js";
import { compileFiles, fine, head } from "../support/compile.js";

const valuePlaces = { placeOf: () => undefined, origins: undefined };

function wrong(exported: unknown, json = false): string[] {
  try {
    readDefinition(exported, json, valuePlaces);
    return [];
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.problems.map(({ code, message, hint }) => [code, message, hint].join(" | "));
  }
}

describe("what a config exports", () => {
  test.each([
    [7, "the default export must be what `defineContainers` returns"],
    [null, "the default export must be what `defineContainers` returns"],
    [undefined, "the default export must be what `defineContainers` returns"],
    [() => ({}), "the default export is a function; it must be what `defineContainers` returns"],
    [{ web: {} }, "wrap it: `export default defineContainers({ … })`"],
    [{ default: { web: {} } }, "wrap it"],
    [
      defineContainers([] as never),
      "the first argument of `defineContainers` must be an object of containers",
    ],
    [defineContainers(undefined as never), "the first argument"],
    [defineContainers(new Map() as never), "the first argument"],
    [
      defineContainers({}, null as never),
      "the second argument of `defineContainers` must be an object of settings",
    ],
    [defineContainers({}, [] as never), "the second argument"],
  ])("%p", (exported, says) => {
    expect(wrong(exported)).toEqual([expect.stringContaining(says)]);
    expect(wrong(exported)[0]).toMatch(/^NP050/);
  });

  test("of another copy of the library counts", () => {
    const other = {
      [Symbol.for("nixpawn.config")]: { containers: {}, settings: {}, site: undefined },
    };
    expect(wrong(other)).toEqual([]);
    expect(wrong({ __esModule: true, default: other })).toEqual([]);
  });
});

describe("settings", () => {
  test.each<[object, string[]]>([
    [{}, []],
    [{ defaults: undefined, target: undefined, outDir: undefined }, []],
    [{ defaults: {}, target: "containers", outDir: "../x" }, []],
    [{ defaults: () => ({}) }, []],
    [{ defaults: 7 }, ["`defaults` must be an object of options, or a function"]],
    [{ defaults: [] }, ["`defaults` must be"]],
    [{ defaults: nix`x` }, ["`defaults` must be"]],
    [{ target: "systemd.containers" }, []],
    [{ target: "units" }, []],
    [{ target: "unit" }, ['`target` must be "containers", "systemd.containers" or "units"']],
    [{ outDir: "" }, ["`outDir` must be a path"]],
    [{ outDir: 7 }, ["`outDir` must be a path"]],
    [{ outDir: "a\0b" }, ["`outDir` must be a path"]],
    [{ outdir: "x" }, ["there is no setting `outdir` | did you mean `outDir`?"]],
    [
      { constructor: 1, outDir: 7 },
      ["there is no setting `constructor`", "`outDir` must be a path"],
    ],
  ])("%p", (settings, says) => {
    expect(wrong(defineContainers({}, settings as never))).toEqual(
      says.map((one) => expect.stringContaining(`NP055 | ${one}`)),
    );
  });

  test("defaults that are a reference, which could be called", () => {
    expect(wrong(defineContainers({}, { defaults: pkgs.curl as never }))).toHaveLength(1);
  });

  test("are shown where they are written", async () => {
    for (const mistake of ["«outdir: 'x'", "outDir: «7", "defaults: «7"]) {
      const { problems, mark } = await compileFiles({
        "containers.ts": `${head}const settings: any = {\n  ${mistake} };\nexport default defineContainers({ web: { ${fine} } }, settings);\n`,
      });
      expect(problems).toEqual([["NP055", mark]]);
    }
    const { problems, mark } = await compileFiles({
      "containers.ts": `${head}export default defineContainers({ web: { ${fine} } }, {\n  defaults: «() => 7 as any });\n`,
    });
    expect(problems).toEqual([["NP055", mark]]);
  });
});

describe("a JSON config", () => {
  test.each<[unknown, string[]]>([
    [{ containers: {} }, []],
    [{ $schema: "./config.schema.json", containers: {}, outDir: "x", defaults: {} }, []],
    [[], ["NP050"]],
    [{}, ["NP050"]],
    [{ containers: [] }, ["NP050"]],
    [{ containers: {}, outDr: "x" }, ["NP055"]],
    [{ containers: {}, defaults: { $nix: "x" } }, ["NP055"]],
  ])("%j", (exported, codes) => {
    expect(wrong(exported, true).map((one) => one.slice(0, 5))).toEqual(codes);
  });

  test("has the places of its settings", async () => {
    const { problems, mark } = await compileFiles({
      "containers.json": `{ "containers": {},\n  "outDir": «7 }`,
    });
    expect(problems).toEqual([["NP055", mark]]);
  });

  test.each([
    ['{ "containers": { "web": { "autoStart": «tru } } }', 'unexpected "tru" in JSON'],
    ['{ "containers": {«, } }', 'expected string in JSON but found ","'],
    ['{ "containers": { "a": 1«, } }', "JSON does not support trailing commas"],
    ['{ «// no\n "containers": {} }', "JSON does not support comments"],
    ['{ "containers": {\n}', 'expected "," in JSON but found end of file'],
    ["", "unexpected end of file in JSON"],
    ["{ \"a\": «'b' }", "JSON strings must use double quotes"],
    ['{ "containers": {} } «x', 'expected end of file in JSON but found "x"'],
  ])("%s has a place", async (text, says) => {
    const { problems, messages, mark } = await compileFiles({ "containers.json": text });
    expect(messages).toEqual([says]);
    if (text.includes("«")) expect(problems).toEqual([["NP003", mark]]);
  });
});
