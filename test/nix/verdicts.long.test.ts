import { chmodSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterEach, describe, expect, test } from "@jest/globals";
import { compileConfig } from "../../src/plan/compile.js";
import { renderPlan } from "../../src/targets/index.js";
import { folderWith } from "../support/program.js";
import { describeWith } from "./support/tools.js";

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

/** Templates whose values have to become the same with Nix at hand and without. */
const templates = [
  '/* ${"*/ evil /*"} */ 1',
  '1 # ${"x"}',
  '1 # ${"\\nevil"}\n',
  "pkgs.python${3}",
  "let foo1 = 2; foo = x: x; in foo${1}",
  "[ 1${2} ]",
  "${1}${2}",
  "${1}.5",
  '${"a"}.b',
  '${"a"}-${"b"}',
  '${"a"} - ${"b"}',
  '${"a"}/b',
  './${"a b"}',
  "/etc/x${1}",
  '<${"nixpkgs"}>',
  'http://${"x"}',
  "x:${1}",
  '${"x"}: 1',
  "${{}}: 1",
  '{ ${"x"}, ... }: 1',
  '{ ${"a\\nb"} = 1; c = { ${"a\\nb"} = 2; }.${"a\\nb"}; }',
  '{ "x${"a\\n"}" = "${"\\${b}\\n"}"; }',
  '{ ${"a"} = 1; ${"a"} = 2; }',
  "{ ${1} = 1; }",
  '{ inherit ${"a b"}; }',
  "{ inherit (${{ a: 1 }}) a; }",
  '"$${"x"}"',
  "''a''${\"x\"}''",
  '"${null}"',
  '"${["a"]}"',
  "''\n  ${\"x\\n  y\"}\n    z\n''",
  "f ${-1} ${[]} ${{ a: true }} ${1.5} ${null}",
  "a ++${[]}++b",
  "a +${1}+ b",
  "${1} ~ 2",
  '~ "a${1}',
  "1 /* ${2}",
  "a ${1} |",
];

describeWith("nix-instantiate")("what becomes of a value does not depend on Nix", () => {
  test.each(templates)("%s", async (fragment) => {
    const compiled = async () => {
      const folder = folderWith({ "containers.ts": config(fragment) });
      const { problems, module } = await compile(folder);
      const said = problems.map(({ code, message, hint, place }) => [
        code,
        message,
        hint,
        place?.start,
      ]);
      return { said, module };
    };
    const withNixAtHand = await compiled();
    process.env.PATH = "/nowhere";
    expect(await compiled()).toEqual(withNixAtHand);
  });
});

describe("in a text that Nix alone understands", () => {
  test.each([
    ["in a comment", '1 |> f /* ${"*/ evil"} */', "a value cannot be put into a comment"],
    ["in a comment at the end", '1 |> f # ${"x"}', "a value cannot be put into a comment"],
    ["glued to a name", "1 |> f${1}", "a value cannot run into what is beside it"],
    ["glued to a sign", "1 |>${1}|> f", "a value cannot stand before `|`"],
    ["after a sign", "1 |${1}", "a value cannot follow `|`"],
    ["in a path", '1 |> ./${"x"}', "a value cannot be put into a path"],
    ["after a dollar of a string", '1 |> "$${1}"', "a value cannot follow a `$` in a string"],
  ])("a value cannot stand %s", async (_where, fragment, message) => {
    const folder = folderWith({ "containers.ts": config(fragment) });
    withNix(acceptsAll);
    const { problems } = await compile(folder);
    expect(problems).toMatchObject([{ code: "NP308" }]);
    expect(problems[0]?.message).toContain(message);
  });

  test("Nix is asked with lists in the place of values", async () => {
    const folder = folderWith({
      "containers.ts": config('1 |> (f ${"a"} "${"b"}" ${{ c: 1 }}) +${file("./f")}'),
      f: "",
    });
    const asked = join(folder, "asked");
    withNix(`#!/bin/sh\ncat >>${asked}\n`);
    const { problems, module } = await compile(folder);
    expect(problems).toEqual([]);
    expect(readFileSync(asked, "utf8")).toContain('1 |> (f [ ] "${nixpawn-1}" [ ]) +[ ]');
    expect(module).toContain('1 |> (f "a" "b" { c = 1; }) + ../f;');
  });

  test("a comment at the end takes nothing of what follows", async () => {
    const folder = folderWith({ "containers.ts": config("f |> ${1} # why") });
    withNix(acceptsAll);
    const { problems, module } = await compile(folder);
    expect(problems).toEqual([]);
    expect(module).toMatch(/f \|> 1 # why\n *;/);
  });

  test("a problem with a value is told once", async () => {
    const folder = folderWith({ "containers.ts": config("f ${NaN} |> ${Infinity}") });
    withNix(acceptsAll);
    const { problems } = await compile(folder);
    expect(problems.map(({ code }) => code)).toEqual(["NP302", "NP302"]);
  });
});
