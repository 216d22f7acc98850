import { describe, expect, test } from "@jest/globals";
import { compileFiles, compileText, fine, head } from "../../support/compile.js";

/** A config that tries this with `c`, the container's configuration, and goes on where it fails. */
const trying = (written: string): string =>
  `${head}const attempt = (f: any): any => { try { return f(); } catch { return "none"; } };
export default defineContainers({ web: { autoStart: true, config: ({ config: c }: any) => ({ system: { stateVersion: "26.05" },
  a: attempt(() => ${written}) }) } } as any);\n`;

describe("a misuse that the config catches is told all the same:", () => {
  test.each([
    ['«"a,b".split(c.a)»', "NP310"],
    ['«["a", "b"].join(c.a)»', "NP310"],
    ['«"abc".includes(c.a)»', "NP310"],
    ["«[1, 2].slice(c.a)»", "NP310"],
    ['«"a".repeat(c.a)»', "NP310"],
    ["«/x/.test(c.a)»", "NP310"],
    ['«["a"].at(c.a)»', "NP310"],
    ["«c.a.toString()»", "NP310"],
    ["«JSON.stringify({ a: c.a })»", "NP316"],
  ])("%s", async (written, code) => {
    const { problems, mark } = await compileText(trying(written));
    // The call, or what the language asks of within it.
    const line = (where: string | undefined): string | undefined => where?.replace(/:\d+$/, "");
    expect(problems.map(([one, where]) => [one, line(where)])).toEqual([[code, line(mark)]]);
  });

  test("also while the config is loaded", async () => {
    const { problems } = await compileText(
      `${head}const attempt = (f: any): any => { try { return f(); } catch { return "none"; } };
const host = attempt(() => "a,b".split((config as any).a));
export default defineContainers({ web: { ${fine} } } as any);\n`,
    );
    expect(problems).toEqual([["NP310", "containers.ts:3:34"]]);
  });

  test("once, where the config lets it end the run", async () => {
    const { problems } = await compileText(
      `${head}export default defineContainers({ web: { ${fine}, specialArgs: { a: "a".split((config as any).a) } } } as any);\n`,
    );
    expect(problems.map(([code]) => code)).toEqual(["NP310"]);
  });
});

test("what a package tries and catches is its own affair", async () => {
  const { problems } = await compileFiles({
    "containers.ts": `${head}import attempt from "attempt";
export default defineContainers({ web: { autoStart: true, config: ({ config: c }: any) => ({ system: { stateVersion: "26.05" }, a: attempt(c.a) }) } } as any);\n`,
    "node_modules/attempt/package.json": '{ "main": "index.js" }',
    "node_modules/attempt/index.js":
      'module.exports = (one) => { try { return "a".split(one); } catch { return "none"; } };\n',
  });
  expect(problems).toEqual([]);
});
