import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { compileFiles, compileFolder, head } from "../support/compile.js";
import { folderWith } from "../support/program.js";

const using = (call: string): string =>
  `${head}export default defineContainers({ web: { autoStart: true, config: [${call}, { system: { stateVersion: "1" } }] } });\n`;

test.each([
  ["beside the config", "«file('./web.nix')".replace("«", ""), {}],
  ["in a folder", "file('modules/web.nix')", {}],
  ["a folder itself", "file('./modules')", {}],
  ["with a blank and more in its name", "file('./odd $name \\'\"漢.nix')", {}],
])("a file %s", async (_name, call) => {
  const { problems } = await compileFiles({
    "containers.ts": using(call),
    "web.nix": "",
    "modules/web.nix": "",
    "odd $name '\"漢.nix": "",
  });
  expect(problems).toEqual([]);
});

test("a path starts at the file that names it", async () => {
  const files = {
    "containers.ts": `import { web } from "./lib/web.js";\n${using("web")}`,
    "lib/web.ts": 'import { file } from "nixpawn";\nexport const web = «file("./web.nix");\n',
    "web.nix": "",
  };
  const { problems, mark, hints } = await compileFiles(files);
  expect(problems).toEqual([["NP056", mark]]);
  expect(hints[0]).toMatch(/^looked for .*\/lib\/web\.nix$/);
  expect((await compileFiles({ ...files, "lib/web.nix": "" })).problems).toEqual([]);
});

test.each(["web = nix`./web.nix`", "web = nix`import ./web.nix { }`"])(
  "so does one in a template: %s",
  async (line) => {
    const files = {
      "containers.ts": `import { web } from "./lib/web.js";\n${using("web")}`,
      "lib/web.ts": `import { nix } from "nixpawn";\nexport const ${line};\n`,
      "web.nix": "",
    };
    const { problems, hints } = await compileFiles(files);
    expect(problems.map(([code]) => code)).toEqual(["NP056"]);
    expect(hints[0]).toMatch(/^looked for .*\/lib\/web\.nix$/);
    expect((await compileFiles({ ...files, "lib/web.nix": "" })).problems).toEqual([]);
  },
);

test("also when it is called by a function in yet another file", async () => {
  const { problems } = await compileFiles({
    "containers.ts": `import { web } from "./lib/web.js";\n${using("web()")}`,
    "lib/web.ts": 'import { file } from "nixpawn";\nexport const web = () => file("./web.nix");\n',
    "lib/web.nix": "",
  });
  expect(problems).toEqual([]);
});

test("a JSON config's files are beside it", async () => {
  const config = (path: string) =>
    `{ "containers": { "web": { "autoStart": true, "config": { "imports": [{ "$file": "${path}" }] } } } }`;
  expect(
    (await compileFiles({ "containers.json": config("./a.nix"), "a.nix": "" })).problems,
  ).toEqual([]);
  const missing = config("./b.nix").replace('{ "$file"', '«{ "$file"');
  const { problems, mark } = await compileFiles({ "containers.json": missing });
  expect(problems).toEqual([["NP056", mark]]);
});

describe("outside the repository", () => {
  const outside = (path: string) => {
    const folder = folderWith({
      "repo/containers.ts": using(`file(${JSON.stringify(path)})`),
      "repo/.git/HEAD": "",
      "repo/..odd.nix": "",
      "other/web.nix": "",
    });
    return { folder, repo: join(folder, "repo") };
  };

  test.each([["../other/web.nix"], ["../other"], [".."]])("%s is a warning", async (path) => {
    const { repo } = outside(path);
    const { problems, plan } = await compileFolder(repo);
    expect(problems.map(({ code, severity }) => [code, severity])).toEqual([["NP057", "warning"]]);
    expect(plan).toBeDefined();
  });

  test.each([["..odd.nix"], ["./"], ["../repo/containers.ts"]])("%s is none", async (path) => {
    const { repo } = outside(path);
    expect((await compileFolder(repo)).problems).toEqual([]);
  });

  test("nor is a link of the repository that leads out of it", async () => {
    const { folder, repo } = outside("linked/web.nix");
    symlinkSync("../other", join(repo, "linked"));
    expect((await compileFolder(repo)).problems).toEqual([]);
    // A worktree's .git is a file, and the repository may itself be reached by a link.
    mkdirSync(join(folder, "elsewhere"));
    symlinkSync("../repo", join(folder, "elsewhere/link"));
    expect((await compileFolder(join(folder, "elsewhere/link"))).problems).toEqual([]);
  });

  test("without a repository nothing is outside", async () => {
    const { problems } = await compileFiles({
      "sub/containers.ts": using("file('../web.nix')"),
      "web.nix": "",
      "containers.ts": `export { default } from "./sub/containers.js";`,
    });
    expect(problems).toEqual([]);
  });
});
