import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { describeWith } from "../nix/support/tools.js";
import { configOf, goodConfig, state } from "../support/configs.js";
import { folderWith, nixpawn, root, said, start, type Run } from "../support/program.js";
import { stubProgram, type StubProgram } from "../support/stub-program.js";

const nixpkgs = join(root, "test/fixtures/nixpkgs");
const fine = "echo building the system; echo progress >&2";

/** A folder with a config, outside of any repository. */
function project(config = goodConfig): string {
  return folderWith({ "containers.ts": config });
}

/** A repository with a flake and a config, all that is there known to git. */
function flake(): string {
  const folder = folderWith({ "flake.nix": "{ }\n", "containers.ts": goodConfig });
  git(folder, "init", "-q");
  git(folder, "add", ".");
  return folder;
}

function git(folder: string, ...words: readonly string[]): void {
  execFileSync("git", words, { cwd: folder, stdio: "ignore" });
}

async function run(folder: string, stub: StubProgram, ...words: readonly string[]): Promise<Run> {
  const { exitCode, stdout, stderr } = await start(folder, words, { env: { PATH: stub.path } });
  return { exitCode, stdout, stderr };
}

describe("commands that end in nixos-rebuild", () => {
  test.each(["build", "switch", "test", "boot", "dry-activate"])(
    "%s writes the tree and runs it, its output as it is",
    async (action) => {
      const folder = project();
      const stub = stubProgram("nixos-rebuild", fine);
      const ended = await run(folder, stub, action, "--no-check");
      expect(ended).toMatchObject({
        exitCode: 0,
        stdout: "building the system\n",
        stderr: "progress\n",
      });
      expect(stub.calls()).toEqual([[action]]);
      expect(existsSync(join(folder, "containers/web.nix"))).toBe(true);
    },
  );

  test("without nixos-rebuild nothing is written or evaluated", async () => {
    const folder = project();
    const ended = await start(folder, ["build"], { env: { PATH: join(folder, "none") } });
    expect(ended).toMatchObject({ exitCode: 3, stdout: "" });
    expect(ended.stderr).toContain("error NP501: the program `nixos-rebuild` is not there");
    expect(existsSync(join(folder, "containers"))).toBe(false);
  });

  test.each([
    ["switch", true],
    ["test", true],
    ["build", false],
  ])("%s names the containers that it leaves as they run: %p", async (action, names) => {
    const stub = stubProgram("nixos-rebuild", fine);
    const lone = project(configOf(`web: { ${state} }`));
    const { stderr } = await run(lone, stub, action, "--no-check");
    expect(stderr.includes("left as they run, for want of `autoStart`: web;")).toBe(names);
  });

  test("passes on hosts, sudo, and what follows --", async () => {
    const stub = stubProgram("nixos-rebuild", fine);
    await run(
      project(),
      stub,
      ...["switch", "--no-check", "--target-host", "root@web", "--build-host", "builder"],
      ...["--use-remote-sudo", "--show-trace", "--nixos-config", "host.nix"],
      ...["--", "--option", "cores", "2", "--", "a b", "--no-check"],
    );
    const [call = []] = stub.calls();
    expect(call.map((word) => word.replace(/=\/.*\//, "=/…/"))).toEqual([
      ...["switch", "-I", "nixos-config=/…/host.nix"],
      ...["--target-host", "root@web", "--build-host", "builder", "--use-remote-sudo"],
      ...["--show-trace", "--option", "cores", "2", "--", "a b", "--no-check"],
    ]);
  });

  test("uses the flake around the config, unless told otherwise", async () => {
    const folder = flake();
    const stub = stubProgram("nixos-rebuild", fine);
    // The tree is new to git, and so not part of the flake.
    const refused = await run(folder, stub, "switch", "--no-check");
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain("error NP514: git does not know `containers/default.nix`");
    expect(refused.stderr).toContain("hint: git add containers/default.nix");
    expect(stub.calls()).toEqual([]);
    git(folder, "add", "containers");
    await run(folder, stub, "switch", "--no-check");
    await run(folder, stub, "switch", "--no-check", "--flake", ".#web", "--sudo");
    await run(folder, stub, "switch", "--no-check", "--no-flake");
    await run(folder, stub, "switch", "--no-check", "--flake", "github:example/hosts");
    expect(stub.calls()).toEqual([
      ["switch", "--flake", folder],
      ["switch", "--flake", ".#web", "--sudo"],
      ["switch"],
      ["switch", "--flake", "github:example/hosts"],
    ]);
  });

  test("a file that a module imports has to be known to git, too", async () => {
    const folder = flake();
    const stub = stubProgram("nixos-rebuild", fine);
    const imported = configOf('web: { config: { imports: [file("./web.nix")] } }');
    writeFileSync(join(folder, "containers.ts"), imported);
    writeFileSync(join(folder, "web.nix"), "{ imports = [ ./more.nix ]; }\n");
    writeFileSync(join(folder, "more.nix"), "{ }\n");
    await nixpawn(folder, "generate");
    git(folder, "add", "containers");
    const refused = await run(folder, stub, "build", "--no-check");
    expect(refused.stderr).toContain("git does not know `more.nix`, `web.nix`");
  });

  test.each([
    [
      "edited by hand",
      "NP401",
      (tree: string) => {
        appendFileSync(join(tree, "web.nix"), "# mine\n");
      },
    ],
    [
      "not nixpawn's",
      "NP402",
      (tree: string) => {
        writeFileSync(join(tree, "web.nix"), "{ }\n");
      },
    ],
  ])("a file of the tree that is %s stops it, with the way out", async (_what, code, edit) => {
    const folder = project();
    await nixpawn(folder, "generate");
    edit(join(folder, "containers"));
    const before = readFileSync(join(folder, "containers/web.nix"), "utf8");
    const stub = stubProgram("nixos-rebuild", fine);
    const refused = await run(folder, stub, "switch", "--no-check");
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain(`error ${code}`);
    expect(refused.stderr).toContain("`nixpawn generate --force`");
    expect(stub.calls()).toEqual([]);
    expect(readFileSync(join(folder, "containers/web.nix"), "utf8")).toBe(before);
  });

  test("a stale tree is brought up to date", async () => {
    const folder = project();
    await nixpawn(folder, "generate");
    writeFileSync(join(folder, "containers.ts"), configOf(`db: { ${state} }`));
    await run(folder, stubProgram("nixos-rebuild", fine), "build", "--no-check");
    expect(existsSync(join(folder, "containers/db.nix"))).toBe(true);
    expect(existsSync(join(folder, "containers/web.nix"))).toBe(false);
  });

  test("its failure is 4, with what it said", async () => {
    const stub = stubProgram("nixos-rebuild", "echo 'error: no space' >&2; exit 7");
    const failed = await run(project(), stub, "boot", "--no-check");
    expect(failed.exitCode).toBe(4);
    expect(failed.stderr).toMatch(
      /^error: no space\nerror NP515: `nixos-rebuild boot` failed with exit code 7\n/,
    );
    const killed = await run(
      project(),
      stubProgram("nixos-rebuild", "kill -9 $$"),
      "boot",
      "--no-check",
    );
    expect(killed.exitCode).toBe(4);
    expect(killed.stderr).toContain("`nixos-rebuild boot` was ended by a signal");
  });

  test("without it the exit code is 3, with another way", async () => {
    const folder = project();
    const missing = await start(folder, ["switch", "--no-check"], {
      env: { PATH: folderWith({}) },
    });
    expect(missing.exitCode).toBe(3);
    expect(missing.stderr).toContain("error NP501: the program `nixos-rebuild` is not there");
    expect(missing.stderr).toContain("nixpawn apply");
  });

  test("Ctrl-C ends it too, and is 130", async () => {
    const folder = project();
    const stub = stubProgram(
      "nixos-rebuild",
      `trap 'echo stopped > "${folder}/stopped"; exit 1' TERM INT; echo here >&2; while :; do sleep 0.1; done`,
    );
    const running = start(folder, ["switch", "--no-check"], { env: { PATH: stub.path } });
    await said(running, "here");
    running.kill("SIGINT");
    expect((await running).exitCode).toBe(130);
    expect(readFileSync(join(folder, "stopped"), "utf8")).toBe("stopped\n");
  });

  test("--format json has stdout to itself", async () => {
    const folder = project();
    const stub = stubProgram("nixos-rebuild", `${fine}; exit 1`);
    const ended = await run(folder, stub, "build", "--no-check", "--format", "json");
    expect(ended.stderr).toBe("building the system\nprogress\n");
    expect(JSON.parse(ended.stdout)).toMatchObject({
      problems: [{ code: "NP515" }],
      rebuild: { exitCode: 1, style: { kind: "plain", includes: [] } },
    });
  });

  test.each([
    ["--flake", ".", "--no-flake"],
    ["--flake", ".", "--nixos-config", "host.nix"],
    ["--sudo", "--use-remote-sudo"],
  ])("%s %s … is wrong usage", async (...words) => {
    const stub = stubProgram("nixos-rebuild", fine);
    expect((await run(project(), stub, "switch", ...words)).exitCode).toBe(2);
    expect(stub.calls()).toEqual([]);
  });

  test("other commands take no --", async () => {
    expect((await nixpawn(project(), "generate", "--", "x")).exitCode).toBe(2);
  });
});

describeWith("nix-instantiate")("with a check before", () => {
  test("what NixOS refuses never gets to nixos-rebuild", async () => {
    const folder = project(configOf("web: { config: { services: { ngnix: { enable: true } } } }"));
    const stub = stubProgram("nixos-rebuild", fine);
    const refused = await run(folder, stub, "switch", "--nixpkgs", nixpkgs);
    expect(refused.exitCode).toBe(4);
    expect(refused.stderr).toContain("error NP601");
    expect(stub.calls()).toEqual([]);
  });

  test("what it finds well is rebuilt; names are for the check", async () => {
    const folder = project(
      configOf(`web: { ${state} }, bad: { config: { services: { ngnix: { enable: true } } } }`),
    );
    const stub = stubProgram("nixos-rebuild", fine);
    const ended = await run(folder, stub, "test", "web", "--nixpkgs", nixpkgs);
    expect(ended.exitCode).toBe(0);
    expect(ended.stderr).toContain("web: evaluated in");
    expect(stub.calls()).toEqual([["test", "-I", `nixpkgs=${nixpkgs}`]]);
  });
});
