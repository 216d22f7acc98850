import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { execa, execaSync } from "execa";
import prettier from "prettier";
import { describeWith } from "../nix/support/tools.js";
import { goodConfig } from "../support/configs.js";
import { filesIn, folderWith, nixpawn, root, start } from "../support/program.js";

const written = [
  ".gitattributes",
  ".github/workflows/nixpawn.yml",
  ".gitignore",
  "containers.ts",
  "flake.nix",
  "package.json",
  "tsconfig.json",
];

/** Puts nixpawn where `npm install` puts it. */
function install(folder: string): void {
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  symlinkSync(root, join(folder, "node_modules/nixpawn"));
}

/** What TypeScript says about a folder. */
async function typescript(folder: string, ...words: string[]): Promise<string> {
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  return (await execa(process.execPath, [tsc, ...words], { cwd: folder, reject: false })).stdout;
}

describe("an empty folder", () => {
  test("gets all that a config needs, and says what comes next", async () => {
    const folder = folderWith({});
    const run = await nixpawn(folder, "init");
    expect([run.exitCode, run.stdout]).toEqual([0, ""]);
    expect(run.stderr).toMatch(/^wrote containers\.ts\nwrote flake\.nix\n/);
    expect(run.stderr).toMatch(/\n\nNext: npm install && npx nixpawn generate\n$/);
    expect(Object.keys(filesIn(folder))).toEqual(written);
  });

  test("then generates at once, and TypeScript accepts the config", async () => {
    const folder = folderWith({});
    install(folder);
    const run = await nixpawn(folder, "init");
    expect(run.stderr).toMatch(/\nNext: npx nixpawn generate\n$/);
    const generated = await nixpawn(folder, "generate", "--strict");
    expect(generated.stderr).toBe("containers: 2 created\n");
    // It does look: this mistake, beside the config, is the only one.
    writeFileSync(join(folder, "x.ts"), 'import "nixpawn"; const x: number = "";');
    expect((await typescript(folder)).match(/^.*error TS.*$/gm)).toEqual([
      "x.ts(1,25): error TS2322: Type 'string' is not assignable to type 'number'.",
    ]);
    const check = await nixpawn(folder, "generate", "--check", "--strict");
    expect(check).toMatchObject({ exitCode: 0 });
  });

  test("a second time nothing is written, and nothing is left to do", async () => {
    const folder = folderWith({});
    await nixpawn(folder, "init");
    const before = filesIn(folder);
    const run = await nixpawn(folder, "init");
    expect(run.exitCode).toBe(0);
    expect(run.stderr.match(/^kept .*$/gm)).toHaveLength(written.length);
    expect(run.stderr).not.toContain(";");
    expect(filesIn(folder)).toEqual(before);
  });

  test("may not be there yet", async () => {
    const folder = folderWith({});
    const run = await nixpawn(folder, "init", "a/b");
    expect(run.stderr).toMatch(/\nNext: cd a\/b && npm install && npx nixpawn generate\n$/);
    expect(Object.keys(filesIn(join(folder, "a/b")))).toEqual(written);
  });
});

describe("what is written", () => {
  const files = async (): Promise<Record<string, string>> => {
    const folder = folderWith({});
    await nixpawn(folder, "init");
    return filesIn(folder);
  };

  test("is as prettier lays it out", async () => {
    for (const [path, text] of Object.entries(await files())) {
      if (!/\.(?:ts|json|yml)$/.test(path)) continue;
      expect([path, await prettier.check(text, { filepath: path })]).toEqual([path, true]);
    }
  });

  test("the workflow checks the tree in a pull request", async () => {
    const workflow = (await files())[".github/workflows/nixpawn.yml"];
    expect(workflow).toContain("pull_request:");
    expect(workflow).toContain("run: npx nixpawn generate --check --format github\n");
    expect(workflow).not.toContain("working-directory");
  });

  test("git shows the diffs of the tree, and keeps its line ends", async () => {
    const folder = folderWith({});
    await nixpawn(folder, "init");
    execaSync("git", ["init", "-q"], { cwd: folder });
    const ask = [
      "check-attr",
      "text",
      "eol",
      "diff",
      "linguist-generated",
      "--",
      "containers/a.nix",
    ];
    expect(execaSync("git", ask, { cwd: folder }).stdout.split("\n")).toEqual([
      "containers/a.nix: text: set",
      "containers/a.nix: eol: lf",
      "containers/a.nix: diff: unspecified",
      "containers/a.nix: linguist-generated: false",
    ]);
    const ignored = execaSync("git", ["check-ignore", "node_modules/x", "containers/a.nix"], {
      cwd: folder,
      reject: false,
    });
    expect(ignored.stdout).toBe("node_modules/x");
  });

  test("package.json asks for the version that wrote it", async () => {
    const made = JSON.parse((await files())["package.json"] ?? "") as {
      devDependencies: Record<string, string>;
    };
    const { version } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as {
      version: string;
    };
    expect(made.devDependencies.nixpawn).toBe(`^${version}`);
  });
});

describeWith("nix-instantiate")("to Nix", () => {
  test("the flake and the tree parse", async () => {
    const folder = folderWith({});
    await nixpawn(folder, "init");
    await nixpawn(folder, "generate");
    for (const file of ["flake.nix", "containers/default.nix", "containers/web.nix"]) {
      const run = execaSync("nix-instantiate", ["--parse", file], { cwd: folder });
      expect(run.stdout).not.toBe("");
    }
  });

  test("the flake imports the tree, and its host has the container", async () => {
    const folder = folderWith({});
    await nixpawn(folder, "init");
    await nixpawn(folder, "generate");
    // Of nixpkgs only what the flake asks for: a function that is given the modules of a host.
    const host = "(import ./flake.nix).outputs { nixpkgs.lib.nixosSystem = given: given; }";
    const ask = `
      let
        outputs = ${host};
        load = module:
          if builtins.isPath module
          then let text = import module; in [ text ] ++ builtins.concatMap load (text.imports or [ ])
          else [ module ];
        modules = builtins.concatMap load outputs.nixosConfigurations.example.modules;
        every = get: builtins.filter (one: one != null) (map get modules);
      in {
        tree = toString outputs.nixosModules.default;
        release = (import ./flake.nix).inputs.nixpkgs.url;
        states = every (one: one.system.stateVersion or null);
        autoStart = every (one: one.containers.web.autoStart or null);
      }`;
    const words = ["--eval", "--strict", "--json", "-E", ask];
    const { stdout } = execaSync("nix-instantiate", words, { cwd: folder });
    expect(JSON.parse(stdout)).toEqual({
      tree: join(folder, "containers"),
      release: "github:NixOS/nixpkgs/nixos-26.05",
      states: ["26.05"],
      autoStart: [true],
    });
  });
});

describeWith("nixfmt")("nixfmt", () => {
  test("would change neither the flake nor the tree", async () => {
    const folder = folderWith({});
    await nixpawn(folder, "init");
    await nixpawn(folder, "generate");
    const files = ["flake.nix", "containers/default.nix", "containers/web.nix"];
    expect(execaSync("nixfmt", ["--check", ...files], { cwd: folder }).exitCode).toBe(0);
  });
});

describe("an existing flake repository", () => {
  const existing = {
    "flake.nix": "{ outputs = _: { }; }   \r\n",
    ".gitignore": "result",
    ".gitattributes": "*.png binary\n",
    "package.json": '{"name":"x"   ,"type":"module"}',
    "tsconfig.json":
      '// mine\n{ "compilerOptions": { "strict": true, "module": "nodenext", "noEmit": true } }',
    ".github/workflows/ci.yml": "on: push\n",
    ".git/HEAD": "ref: refs/heads/main\n",
    "README.md": "\u{feff}mine",
  };

  test("keeps every byte, and is told what to add", async () => {
    const folder = folderWith(existing);
    install(folder);
    const run = await nixpawn(folder, "init");
    expect(run.exitCode).toBe(0);
    const after = filesIn(folder);
    const visible = Object.entries(existing).filter(([path]) => !path.startsWith(".git/"));
    expect(after).toMatchObject(Object.fromEntries(visible));
    expect(Object.keys(after).filter((path) => !(path in existing))).toEqual([
      ".github/workflows/nixpawn.yml",
      "containers.ts",
    ]);
    for (const advice of [
      "kept  flake.nix; import ./containers in the modules of a host\n",
      "kept  .gitattributes; add: containers/** linguist-generated=false text eol=lf\n",
      "kept  .gitignore; add: node_modules/\n",
      "kept  package.json; npm install --save-dev nixpawn typescript\n",
      "kept  tsconfig.json\n",
    ]) {
      expect(run.stderr).toContain(advice);
    }
    expect(await nixpawn(folder, "generate", "--strict")).toMatchObject({ exitCode: 0 });
    expect(await typescript(folder)).toBe("");
  });

  test("which has it all is told nothing", async () => {
    const folder = folderWith({
      "flake.nix": "{ modules = [ ./containers ]; }",
      ".gitignore": "/node_modules\n",
      ".gitattributes": "containers/** linguist-generated=false\n",
      "package.json": '{ "devDependencies": { "nixpawn": "1" } }',
    });
    const run = await nixpawn(folder, "init");
    expect(run.stderr).not.toContain(";");
    expect(run.stderr).toMatch(/\nNext: npm install && npx nixpawn generate\n$/);
  });

  test.each(["nixpawn.config.mts", "containers.json", "containers.js"])(
    "with %s has a config already",
    async (name) => {
      const folder = folderWith({ [name]: "" });
      const run = await nixpawn(folder, "init");
      expect(run.stderr).toMatch(new RegExp(`^kept  ${name}\n`));
      expect(Object.keys(filesIn(folder))).not.toContain("containers.ts");
    },
  );

  test.each([
    '{ "compilerOptions": { "module": "nodenext", "verbatimModuleSyntax": true, "noEmit": true, "strict": true } }',
    '{ "compilerOptions": { "module": "Node16", "noEmit": true, "strict": true } }',
    '{ "compilerOptions": { "module": "node18", "noEmit": true, "strict": true } }',
  ])("of CommonJS with %s: TypeScript accepts the config", async (tsconfig) => {
    const folder = folderWith({ "package.json": '{ "name": "x" }', "tsconfig.json": tsconfig });
    install(folder);
    await nixpawn(folder, "init");
    const listed = await typescript(folder, "--listFiles");
    expect(listed).toContain("containers.mts");
    expect(listed).not.toContain("error TS");
    expect(await nixpawn(folder, "generate")).toMatchObject({ exitCode: 0 });
  });

  test("a folder in it: the workflow is at its root, and its flake and package serve", async () => {
    const folder = folderWith({
      ".git/HEAD": "",
      "flake.nix": "{ }",
      "package.json": "{}",
      "infra/a b/x": "",
    });
    const run = await nixpawn(join(folder, "infra"), "init", "a b");
    expect(run.stderr).toContain(
      "kept  ../flake.nix; import ./infra/a b/containers in the modules of a host\n",
    );
    expect(run.stderr).toContain(
      "kept  ../package.json; npm install --save-dev nixpawn typescript\n",
    );
    const files = filesIn(folder);
    expect(Object.keys(files).filter((path) => !path.startsWith("infra/"))).toEqual([
      ".github/workflows/nixpawn-infra-a b.yml",
      "flake.nix",
      "package.json",
    ]);
    expect(files[".github/workflows/nixpawn-infra-a b.yml"]).toContain(
      'working-directory: "infra/a b"\n',
    );
  });
});

describe("nothing is written", () => {
  test("with --dry-run, which says the same", async () => {
    const folder = folderWith({ "flake.nix": "{ }" });
    const dry = await nixpawn(folder, "init", "--dry-run");
    expect(Object.keys(filesIn(folder))).toEqual(["flake.nix"]);
    const real = await nixpawn(folder, "init");
    expect(dry.stderr).toBe(
      real.stderr
        .replace(/\n\nNext: .*\n$/, "\n")
        .replace(/^wrote /gm, "would write ")
        .replace(/^kept {2}/gm, "kept        "),
    );
    expect(await nixpawn(folder, "init", "new", "--dry-run")).toMatchObject({ exitCode: 0 });
    expect(readdirSync(folder)).not.toContain("new");
  });

  test.each(["file", "file/below"])("into %s", async (name) => {
    const folder = folderWith({ file: "mine" });
    for (const words of [
      ["init", name],
      ["init", name, "--dry-run"],
    ]) {
      const run = await nixpawn(folder, ...words);
      expect(run).toMatchObject({ exitCode: 1, stdout: "" });
      expect(run.stderr).toContain(
        `error NP902: cannot write \`${name}\`: a file is in the place of a folder\n`,
      );
    }
    expect(filesIn(folder)).toEqual({ file: "mine" });
  });

  test("where the system makes no folder", async () => {
    const run = await nixpawn(folderWith({}), "init", "/proc/x");
    expect(run).toMatchObject({ exitCode: 1, stdout: "" });
    expect(run.stderr).toMatch(/^error NP902: cannot write `.*\/proc\/x`: a folder is missing/);
  });

  test("through a link that leads nowhere", async () => {
    const folder = folderWith({});
    symlinkSync("/nonexistent/x.ts", join(folder, "containers.ts"));
    const run = await nixpawn(folder, "init");
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.stderr).toMatch(/^kept {2}containers\.ts\n/);
    expect(readlinkSync(join(folder, "containers.ts"))).toBe("/nonexistent/x.ts");
    symlinkSync("/nonexistent", join(folder, "link"));
    const into = await nixpawn(folder, "init", "link");
    expect(into.exitCode).toBe(1);
    expect(into.stderr).toContain("error NP902: cannot write `link`: ");
  });

  test("into a folder without permission", async () => {
    const folder = folderWith({ "containers.ts": goodConfig });
    chmodSync(folder, 0o555);
    const asRoot = process.getuid?.() === 0;
    const run = await start(folder, ["init"], asRoot ? { uid: 65534 } : {});
    chmodSync(folder, 0o755);
    expect(run).toMatchObject({ exitCode: 1, stdout: "" });
    expect(run.stderr).toBe(
      "kept  containers.ts\nerror NP902: cannot write `flake.nix`: permission denied\n\n1 error\n",
    );
    expect(Object.keys(filesIn(folder))).toEqual(["containers.ts"]);
  });

  test("over what is in the way of a folder", async () => {
    const folder = folderWith({ ".github": "mine" });
    const run = await nixpawn(folder, "init");
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain(
      "error NP902: cannot write `.github/workflows/nixpawn.yml`: a file is in the place of a folder\n",
    );
    expect(filesIn(folder)[".github"]).toBe("mine");
  });
});

test("--format json: one document", async () => {
  const folder = folderWith({ ".gitignore": "x", file: "" });
  const run = await nixpawn(folder, "init", "--format", "json");
  expect(run).toMatchObject({ exitCode: 0, stderr: "" });
  const at = (names: readonly string[]): string[] => names.map((name) => join(folder, name));
  const document = JSON.parse(run.stdout) as { files: { written: string[] } };
  expect(document).toEqual({
    version: 1,
    problems: [],
    files: { written: expect.any(Array), kept: at([".gitignore"]) },
    advice: [{ file: join(folder, ".gitignore"), advice: "add: node_modules/" }],
  });
  expect(document.files.written.sort()).toEqual(at(written.filter((one) => one !== ".gitignore")));
  const failed = await nixpawn(folder, "init", "file", "--format", "json");
  expect(JSON.parse(failed.stdout)).toMatchObject({ problems: [{ code: "NP902" }] });
});
