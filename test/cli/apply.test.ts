import { chmodSync, cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { describeWith } from "../nix/support/tools.js";
import { fixture, privateStore, storeVariables } from "../evaluate/support/private-store.js";
import { configOf } from "../support/configs.js";
import { stubProgram } from "../support/stub-program.js";
import { folderWith, nixpawn, start, type Run } from "../support/program.js";

const goodConfig = configOf(
  `web: { autoStart: false, config: { system: { stateVersion: "26.05" } } }`,
);

describe("apply, used wrongly", () => {
  test.each([
    [["--dry-run", "--profiles-only"], "`--dry-run` or `--profiles-only`"],
    [["--prune", "--dry-run", "web"], "goes with no names"],
    [["--prune", "--profiles-only"], "`--prune` removes nothing"],
  ])("%j", async (words, message) => {
    const run = await nixpawn(folderWith({ "containers.ts": goodConfig }), "apply", ...words);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain(message);
  });

  test("without systemd it says so and does nothing", async () => {
    const folder = folderWith({ "containers.ts": goodConfig });
    const none = "echo 'System has not been booted with systemd as init system.' >&2; exit 1";
    const { path } = stubProgram("systemctl", none);
    const run = await start(folder, ["apply"], { env: { PATH: path } });
    expect(run.exitCode).toBe(3);
    expect(run.stderr).toContain("error NP712: there is no systemd to run containers");
    expect(existsSync(join(folder, "containers"))).toBe(false);
  });
});

describeWith("nix-build")("apply and the host", () => {
  function apply(folder: string, host: string, ...words: readonly string[]): Promise<Run> {
    return run(folder, ["apply", "--root", host, "--nixpkgs", fixture, ...words]);
  }

  async function run(folder: string, words: readonly string[], uid?: number): Promise<Run> {
    const options = uid === undefined ? {} : { uid };
    const store = uid === undefined ? privateStore(folder) : storeVariables(folder);
    const env = { ...store, HOME: folder };
    const { exitCode, stdout, stderr } = await start(folder, words, { env, ...options });
    return { exitCode, stdout, stderr };
  }

  function confs(host: string): string {
    const folder = join(host, "etc/nixos-containers");
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  test("a container that is somebody else's is left alone", async () => {
    const folder = folderWith({ "containers.ts": goodConfig });
    const host = folderWith({});
    writeFileSync(join(confs(host), "web.conf"), "SYSTEM_PATH=/nix/store/x\n");
    const refused = await apply(folder, host, "--profiles-only");
    expect(refused.exitCode).toBe(4);
    expect(refused.stderr).toContain("error NP703: this host has a container `web`");
    // At its line of the config.
    expect(refused.stderr).toMatch(/containers\.ts:2:\d+ {2}\(containers\.web\)/);
    expect(existsSync(join(host, "nix"))).toBe(false);
    const looked = await apply(folder, host, "--dry-run");
    expect(looked.exitCode).toBe(0);
    expect(looked.stderr).toContain("warning NP703");
    expect(looked.stdout).toMatch(/^restarted {2}web|^reloaded {3}web/);
  });

  test("one of the host's own NixOS is sent to switch", async () => {
    const folder = folderWith({ "containers.ts": goodConfig, conf: "SYSTEM_PATH=/nix/store/x\n" });
    const host = folderWith({});
    symlinkSync(join(folder, "conf"), join(confs(host), "web.conf"));
    const refused = await apply(folder, host, "--profiles-only");
    expect(refused.stderr).toContain("hint: run `nixpawn switch`");
  });

  test("a value that no conf file can hold is a problem before anything is built", async () => {
    const config = configOf('web: { autoStart: false, path: nix`"/nix/store/x\\ny"` }');
    const folder = folderWith({ "containers.ts": config });
    const refused = await apply(folder, folderWith({}), "--profiles-only");
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain("error NP702: container `web`: SYSTEM_PATH has a line break");
    expect(refused.stderr).toMatch(/containers\.ts:2:\d+ {2}\(containers\.web\.path\)/);
    expect(refused.stderr).not.toContain("building");
  });

  (process.getuid?.() === 0 ? test : test.skip)("another user may not set profiles", async () => {
    const folder = folderWith({ "containers.ts": goodConfig });
    chmodSync(folder, 0o777);
    const host = folderWith({});
    chmodSync(host, 0o755);
    // access(2) asks for the user alone: what is looked for by it has to be there for all.
    const nixpkgs = folderWith({});
    cpSync(fixture, nixpkgs, { recursive: true });
    chmodSync(nixpkgs, 0o755);
    const words = ["apply", "--root", host, "--nixpkgs", nixpkgs, "--profiles-only"];
    const refused = await run(folder, words, 65534);
    expect([refused.exitCode, refused.stderr]).toEqual([
      3,
      expect.stringContaining(
        `error NP706: ${join(host, "nix/var/nix/profiles/per-container/web")} cannot be written: permission denied`,
      ),
    ]);
    expect(refused.stderr).not.toContain("building");
  });

  test("a container with a path of its own is not built", async () => {
    const config = configOf(
      'web: { autoStart: false, path: "/nix/store/x-system" }, other: { autoStart: false, flake: "github:a/b" }',
    );
    const folder = folderWith({ "containers.ts": config });
    const host = folderWith({});
    const planned = await apply(folder, host, "--profiles-only");
    expect([planned.exitCode, planned.stdout]).toEqual([0, "created    other\ncreated    web\n"]);
    expect(existsSync(join(host, "nix"))).toBe(false);
    const mark = JSON.stringify({ version: 1, config: join(folder, "containers.ts"), unit: {} });
    const conf = (path: string): void => {
      const text = `# nixpawn ${mark}\nSYSTEM_PATH=${path}\nCOPY_RESOLV_CONF=1\n`;
      writeFileSync(join(confs(host), "web.conf"), text);
    };
    conf("/nix/store/x-system");
    expect((await apply(folder, host, "--dry-run", "web")).stdout).toBe("untouched  1 container\n");
    conf("/nix/store/y-system");
    expect((await apply(folder, host, "--dry-run", "web")).stdout).toContain(
      "path: /nix/store/y-system -> /nix/store/x-system (reload)",
    );
  });
});
