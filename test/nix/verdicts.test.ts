import { chmodSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterEach, describe, expect, test } from "@jest/globals";
import { compileConfig } from "../../src/spec/compile.js";
import { renderPlan } from "../../src/targets/index.js";
import { folderWith } from "../support/program.js";

const path = process.env.PATH ?? "";
afterEach(() => {
  process.env.PATH = path;
});

/** Puts another nix-instantiate before the real one. */
function withNix(script: string): void {
  const stub = join(folderWith({ "nix-instantiate": script }), "nix-instantiate");
  chmodSync(stub, 0o755);
  process.env.PATH = `${join(stub, "..")}${delimiter}${path}`;
}

const config = (fragment: string): string => `
import { defineContainers, file, nix, pkgs } from "nixpawn";
export default defineContainers({
  web: { restartIfChanged: false, config: { a: nix\`${fragment}\`, system: { stateVersion: "26.05" } } },
});
`;

const acceptsAll = "#!/bin/sh\ncat >/dev/null\n";
const refusesAll = `#!/bin/sh
cat >/dev/null
printf "error: no such thing\\n\\n       at «stdin»:3:5:\\n" >&2
exit 1
`;

async function compile(folder: string) {
  const { plan, problems } = await compileConfig({ cwd: folder });
  const files = plan === undefined ? [] : (await renderPlan(plan)).files;
  return { problems, module: files.find((one) => one.path === "web.nix")?.text };
}

describe("the user's own Nix", () => {
  test("is not needed", async () => {
    const folder = folderWith({ "containers.ts": config("{ b = 1; }") });
    process.env.PATH = "/nowhere";
    expect((await compile(folder)).module).toContain("a.b = 1;");
  });

  test("accepts what is unknown here: it is kept as written, values put in", async () => {
    const fragment = 'pkgs.x |> (y: \\${y} ~~ ${["q\\"", 2]}) "${"${"}" ./f.txt ${file("./f.txt")}';
    const folder = folderWith({ "containers.ts": config(fragment), "f.txt": "" });
    withNix(acceptsAll);
    const { problems, module } = await compile(folder);
    expect(problems).toEqual([]);
    expect(module).toContain('"\\${" ../f.txt ../f.txt;');
    expect(module).toContain("{ pkgs, ... }:");
    expect(module).toContain('"q\\""');
  });

  test.each(['"$${"{x}"}" ~', '"\\\\${"n"}" ~', "''a'${\"{x}\"}'' ~"])(
    "is not asked where a value could become part of an escape: %s",
    async (fragment) => {
      const folder = folderWith({ "containers.ts": config(fragment) });
      withNix(acceptsAll);
      expect((await compile(folder)).problems).toMatchObject([{ code: "NP308" }]);
    },
  );

  test("refuses what is accepted here: at the place it names", async () => {
    const folder = folderWith({ "containers.ts": config("{\n  b = 1;\n}") });
    withNix(refusesAll);
    const { problems } = await compile(folder);
    expect(problems).toMatchObject([
      {
        code: "NP308",
        message: "this is no Nix: no such thing",
        place: { start: { line: 5, column: 5 } },
      },
    ]);
    expect(problems[0]?.details).toContain("error: no such thing");
  });

  test("refuses what is refused here: the words are ours", async () => {
    const folder = folderWith({ "containers.ts": config("{ b = ; }") });
    withNix(refusesAll);
    const { problems } = await compile(folder);
    expect(problems).toMatchObject([{ code: "NP308", place: { start: { line: 4, column: 58 } } }]);
    expect(problems[0]?.message).toContain("`;`");
  });

  test("is asked once for what it accepted", async () => {
    const folder = folderWith({ "containers.ts": config("{ b = 1; }"), "node_modules/x": "" });
    withNix(acceptsAll);
    expect((await compile(folder)).problems).toEqual([]);
    // Another program is another Nix, and asked anew.
    const calls = join(folder, "calls");
    withNix(`#!/bin/sh\ncat >/dev/null\necho >>${calls}\n`);
    expect((await compile(folder)).problems).toEqual([]);
    expect((await compile(folder)).problems).toEqual([]);
    expect(readFileSync(calls, "utf8")).toBe("\n");
  });
});
