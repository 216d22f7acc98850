import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { describeWith } from "../../nix/support/tools.js";
import { fixture, profileOf } from "../../evaluate/support/private-store.js";
import { filesIn, folderWith } from "../../support/program.js";
import { fine, postgresql, ssh, StagedHost } from "./support/staged-host.js";

describeWith("nix-build")("a container's life, without systemd", () => {
  test("create, update, roll back and destroy", async () => {
    const host = new StagedHost();
    expect(await host.create("database", ...ssh)).toMatchObject({ exitCode: 0, stdout: "" });
    expect(host.conf("database")).toEqual({
      COPY_RESOLV_CONF: "1",
      PRIVATE_NETWORK: "1",
      HOST_ADDRESS: "10.233.1.1",
      LOCAL_ADDRESS: "10.233.1.2",
      PRIVATE_USERS: "no",
    });
    const configuration = host.path(
      "var/lib/nixos-containers/database/etc/nixos/configuration.nix",
    );
    expect(readFileSync(configuration, "utf8")).toContain("services.openssh.enable = true;");
    const first = profileOf(host.folder, "database");
    expect(readdirSync(join(first?.system ?? "", "sw/bin"))).toEqual(["openssh"]);

    // What it would be is told, and nothing changes.
    const update = ["update", "database", "--nixpkgs", fixture];
    const dry = await host.run(...update, ...postgresql, "--dry-run");
    expect(dry.stderr).toContain("database: postgresql: 18.1 added\n");
    expect(dry.stderr).toContain("database: would be updated\n");
    expect(readFileSync(configuration, "utf8")).toContain("openssh");
    expect(profileOf(host.folder, "database")).toEqual(first);
    expect(readdirSync(join(configuration, ".."))).toEqual(["configuration.nix"]);

    // The configuration is there to be edited.
    writeFileSync(configuration, readFileSync(configuration, "utf8").replace("openssh", "nginx"));
    expect(await host.run(...update)).toMatchObject({ exitCode: 0 });
    const second = profileOf(host.folder, "database");
    expect([second?.generation, readdirSync(join(second?.system ?? "", "sw/bin"))]).toEqual([
      2,
      ["nginx"],
    ]);
    const { stdout } = await host.run("generations", "database", "--format", "json");
    expect(JSON.parse(stdout)).toMatchObject({
      generations: [
        { number: 1, current: false },
        { number: 2, current: true },
      ],
    });
    const { stdout: json } = await host.run("generations", "database", "--json");
    expect(json).toBe(stdout);
    const back = await host.run("rollback", "database");
    expect(back.stderr).toBe("database: back at generation 1\n");
    expect(profileOf(host.folder, "database")?.system).toBe(first?.system);
    const none = await host.run("rollback", "database");
    expect(none).toMatchObject({ exitCode: 4, stderr: expect.stringContaining("error NP725") });

    const asked = await host.run("destroy", "database");
    expect(asked.exitCode).toBe(2);
    expect(asked.stderr).toContain("database (2 generations)\n");
    expect(profileOf(host.folder, "database")).toBeDefined();
    expect(await host.run("destroy", "database", "--yes")).toMatchObject({ exitCode: 0 });
    expect(host.traces()).toEqual([]);
    const again = await host.run("destroy", "database", "--yes");
    expect(again).toMatchObject({ exitCode: 4, stderr: expect.stringContaining("error NP717") });
  });

  test.each([
    ["../x", 2],
    ["a b", 2],
    ["%i", 2],
    ["a\nb", 2],
    ["a/../../etc", 2],
    ["x".repeat(200), 2],
    ["under_score", 2],
    [".", 2],
    ["täst", 2],
  ])("no container is called %j, and nothing is touched", async (name, exitCode) => {
    const host = new StagedHost();
    for (const words of [
      ["create", name, "--nixpkgs", fixture],
      ["destroy", name, "--yes"],
      ["update", name],
      ["status", name],
    ]) {
      const run = await host.run(...words);
      // There may be one with an underscore, made by nixos-container.
      const isPossible = name === "under_score" && words[0] !== "create";
      expect([words[0], run.exitCode]).toEqual([words[0], isPossible ? 4 : exitCode]);
      expect(run.stderr).toContain(isPossible ? "error NP717" : "error NP710");
    }
    expect(host.entries()).toEqual([]);
  });

  test("a name, addresses and ports that are taken", async () => {
    const host = new StagedHost();
    await host.create("web", ...ssh);
    expect((await host.create("web", ...ssh)).stderr).toContain("error NP720");
    const unique = await host.create("web", ...ssh, "--ensure-unique-name");
    expect(unique).toMatchObject({ exitCode: 0, stdout: "web-1\n" });
    expect(host.conf("web-1")).toMatchObject({ LOCAL_ADDRESS: "10.233.2.2" });
    const taken = await host.create("other", ...ssh, "--local-address", "10.233.1.2");
    expect(taken.stderr).toContain(
      "error NP715: the address `10.233.1.2` is in use by container `web`",
    );
    expect(host.traces().filter((path) => path.includes("other"))).toEqual([]);
    const wrong = await host.create("other", ...ssh, "--port", "99999:80");
    expect(wrong).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("error NP103") });
  });

  test("a conf file that cannot be read is told of, and in nobody else's way", async () => {
    const host = new StagedHost();
    await host.create("web", ...ssh);
    const path = host.path("etc/nixos-containers/bad.conf");
    writeFileSync(path, Buffer.from("# \xe9t\xe9\nPRIVATE_NETWORK=1\n", "latin1"));
    for (const words of [["list"], ["status"], ["list", "--json"]]) {
      const run = await host.run(...words);
      expect([words, run.exitCode]).toEqual([words, 0]);
      expect(run.stdout).toContain("web");
      expect(run.stdout + run.stderr).toContain("NP701");
    }
    expect((await host.run("status", "web")).stderr).toBe("");
    expect((await host.run("status", "bad")).stderr).toContain("error NP701");
    expect((await host.run("destroy", "web", "--yes")).exitCode).toBe(0);
  });

  test("all that a container can be given", async () => {
    const host = new StagedHost();
    const run = await host.create(
      "web",
      ...ssh,
      ...["--host-address", "10.0.0.1", "--local-address", "10.0.0.9", "--auto-start"],
      ...["--port", "8080:80", "--port", "udp:53:53", "--macvlan", "eno1", "--interface", "eno2"],
      ...[
        "--no-resolv-conf",
        "--local-address",
        "10.0.0.2",
        "--bind",
        "/data:/srv",
        "--bind-ro",
        "/etc/ssl",
        "--private-users",
        "pick",
      ],
    );
    expect(run.exitCode).toBe(0);
    // Owners of binds are mapped.
    expect(run.stderr).not.toContain("NP211");
    expect(host.conf("web")).toMatchObject({
      HOST_ADDRESS: "10.0.0.1",
      LOCAL_ADDRESS: "10.0.0.2",
      COPY_RESOLV_CONF: "0",
      HOST_PORT: "tcp:8080:80,udp:53:53",
      INTERFACES: "eno2",
      MACVLANS: "eno1",
      PRIVATE_USERS: "pick",
      AUTO_START: "1",
    });
  });

  test("two at once have different addresses; of one name, one is made", async () => {
    const host = new StagedHost();
    const runs = await Promise.all(["a", "b", "c"].map((name) => host.create(name, ...ssh)));
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    const addresses = ["a", "b", "c"].map((name) => host.conf(name).LOCAL_ADDRESS);
    expect(new Set(addresses).size).toBe(3);
    const same = await Promise.all([host.create("d", ...ssh), host.create("d", ...ssh)]);
    expect(same.map(({ exitCode }) => exitCode).sort()).toEqual([0, 4]);
    expect(same.map(({ stderr }) => stderr).join("")).toContain("error NP720");
  });

  test("two at once that are to have unique names have them", async () => {
    const host = new StagedHost();
    const words = [...ssh, "--ensure-unique-name"];
    const runs = await Promise.all([host.create("web", ...words), host.create("web", ...words)]);
    expect(runs.map(({ exitCode, stdout }) => [exitCode, stdout]).sort()).toEqual([
      [0, "web\n"],
      [0, "web-1\n"],
    ]);
    const long = "x".repeat(63);
    fine(await host.create(long, ...words));
    expect((await host.create(long, ...words)).stdout).toBe(`${long.slice(2)}-1\n`);
  });

  test("where warnings are errors, nothing is made that would be warned of", async () => {
    const host = new StagedHost();
    const warned = [...ssh, "--macvlan", "a-long-name12"];
    const strict = await host.create("web", ...warned, "--strict");
    expect(strict).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("error NP213") });
    expect(host.entries()).toEqual([]);
    expect(await host.create("web", ...warned)).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining("warning NP213"),
    });
    fine(await host.create("db", ...ssh, "--strict"));
  });

  test("a build that fails leaves nothing, and of an update what was there", async () => {
    const host = new StagedHost();
    const bad = ["--config-expr", "services.nope.enable = true;"];
    const failed = await host.create("web", ...bad);
    expect(failed).toMatchObject({ exitCode: 4, stderr: expect.stringContaining("nope") });
    expect(host.traces()).toEqual([]);
    await host.create("web", ...ssh);
    const before = profileOf(host.folder, "web");
    const update = await host.run("update", "web", "--nixpkgs", fixture, ...bad);
    expect(update.exitCode).toBe(4);
    expect(profileOf(host.folder, "web")).toEqual(before);
    const configuration = host.path("var/lib/nixos-containers/web/etc/nixos");
    expect(readdirSync(configuration)).toEqual(["configuration.nix"]);
    expect(readFileSync(join(configuration, "configuration.nix"), "utf8")).not.toContain("nope");
  });

  test("data that was there before is not removed when a create fails", async () => {
    const host = new StagedHost();
    mkdirSync(host.path("var/lib/nixos-containers/web/srv"), { recursive: true });
    writeFileSync(host.path("var/lib/nixos-containers/web/srv/mine"), "1");
    const failed = await host.create("web", "--config-expr", "services.nope.enable = true;");
    expect(failed.exitCode).toBe(4);
    expect(readFileSync(host.path("var/lib/nixos-containers/web/srv/mine"), "utf8")).toBe("1");
  });

  test("a configuration that outlived its container is kept, and it is said where", async () => {
    const host = new StagedHost();
    const configuration = host.path("var/lib/nixos-containers/web/etc/nixos/configuration.nix");
    mkdirSync(join(configuration, ".."), { recursive: true });
    writeFileSync(configuration, "mine");
    const made = await host.create("web", ...ssh);
    expect(made).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining(`web: what was there is kept as ${configuration}.before\n`),
    });
    expect(readFileSync(`${configuration}.before`, "utf8")).toBe("mine");
    expect(readFileSync(configuration, "utf8")).toContain("services.openssh.enable = true;");
  });

  test("links in a container's root are removed, and not what they lead to", async () => {
    const host = new StagedHost();
    await host.create("web", ...ssh);
    writeFileSync(host.path("mine"), "1");
    symlinkSync(host.folder, host.path("var/lib/nixos-containers/web/host"));
    expect((await host.run("destroy", "web", "--yes")).exitCode).toBe(0);
    expect(readFileSync(host.path("mine"), "utf8")).toBe("1");
  });

  test("one of the host's configuration is neither updated nor destroyed", async () => {
    const host = new StagedHost();
    mkdirSync(host.path("etc/nixos-containers"), { recursive: true });
    writeFileSync(host.path("store.conf"), "SYSTEM_PATH=/nix/store/x\nCOPY_RESOLV_CONF=1\n");
    symlinkSync(host.path("store.conf"), host.path("etc/nixos-containers/web.conf"));
    for (const words of [["update"], ["destroy", "--yes"], ["rollback"]]) {
      const run = await host.run(...words, "web");
      expect(run).toMatchObject({ exitCode: 4, stderr: expect.stringContaining("error NP718") });
    }
    expect(existsSync(host.path("etc/nixos-containers/web.conf"))).toBe(true);
  });

  test("one whose conf file names its system is not updated without effect", async () => {
    const host = new StagedHost();
    await host.create("web", ...ssh);
    const conf = host.path("etc/nixos-containers/web.conf");
    const text = readFileSync(conf, "utf8");
    const fixed = (path: string): string => `${text}SYSTEM_PATH=${path}\n`;
    const before = profileOf(host.folder, "web");
    writeFileSync(conf, fixed(before?.system ?? ""));
    const commands = [
      ["update", "web", "--nixpkgs", fixture, ...postgresql],
      ["update", "web", "--system-path", before?.system ?? "", "--dry-run"],
      ["rollback", "web"],
    ];
    for (const words of commands) {
      const run = await host.run(...words);
      expect(run).toMatchObject({ exitCode: 4, stderr: expect.stringContaining("error NP738") });
      expect(run.stderr).toContain(`take the line SYSTEM_PATH out of ${conf}`);
      expect(run.stderr).not.toContain(".drv");
    }
    expect(profileOf(host.folder, "web")).toEqual(before);
    // Each of these is its profile.
    for (const path of [
      "/nix/var/nix/profiles/per-container/web/system",
      "/nix/var/nix/profiles/system",
    ]) {
      writeFileSync(conf, fixed(path));
      const run = await host.run("update", "web", "--nixpkgs", fixture, "--dry-run");
      expect([path, run.exitCode]).toEqual([path, 0]);
    }
  });

  test("of all, those that a command cannot be for are passed over", async () => {
    const host = new StagedHost();
    for (const name of ["mine", "old", "built"]) fine(await host.create(name, ...ssh));
    writeFileSync(host.path("store.conf"), "SYSTEM_PATH=/nix/store/x\nCOPY_RESOLV_CONF=1\n");
    symlinkSync(host.path("store.conf"), host.path("etc/nixos-containers/nixos.conf"));
    rmSync(host.path("var/lib/nixos-containers/built"), { recursive: true });
    const configuration = host.path("var/lib/nixos-containers/mine/etc/nixos/configuration.nix");
    writeFileSync(configuration, readFileSync(configuration, "utf8").replace("openssh", "nginx"));

    const update = ["update", "--all", "--nixpkgs", fixture];
    const updated = await host.run(...update);
    fine(updated);
    expect(updated.stderr).toContain("mine: updated\n");
    expect(updated.stderr).toContain("old: unchanged\n");
    expect(updated.stderr).toMatch(/^nixos: passed over, .* NixOS configuration/m);
    expect(updated.stderr).toMatch(/^built: passed over, .* no configuration that it could/m);
    expect((await host.run("update", "--nixpkgs", fixture, "nixos", "mine")).exitCode).toBe(4);

    const rolledBack = await host.run("rollback", "--all", "--format", "json");
    expect(rolledBack).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(rolledBack.stdout)).toEqual({ version: 1, problems: [] });
    expect(rolledBack.stderr).toMatch(/^nixos: passed over, .* NixOS configuration/m);
    expect(rolledBack.stderr).toMatch(/^built: passed over, .* no older generation/m);
    expect(profileOf(host.folder, "mine")?.generation).toBe(1);
    expect((await host.run("rollback", "built")).exitCode).toBe(4);
    // What is wrong with one that it is for, is.
    writeFileSync(configuration, "{ services.nope.enable = true; }");
    expect((await host.run(...update)).exitCode).toBe(4);
  });

  test("a link in the container's root does not lead a configuration to the host's files", async () => {
    const host = new StagedHost();
    const outside = folderWith({ "nixos/configuration.nix": "the host's" });
    await host.create("web", ...ssh);
    const etc = host.path("var/lib/nixos-containers/web/etc");
    rmSync(etc, { recursive: true });
    symlinkSync(outside, etc);
    const before = filesIn(outside);
    const update = await host.run("update", "web", "--nixpkgs", fixture, ...ssh);
    expect(update).toMatchObject({ exitCode: 4, stderr: expect.stringContaining("error NP736") });
    expect(filesIn(outside)).toEqual(before);
    mkdirSync(host.path("var/lib/nixos-containers/db"));
    symlinkSync(outside, host.path("var/lib/nixos-containers/db/etc"));
    expect((await host.run("create", "db", ...ssh)).exitCode).not.toBe(0);
    expect(filesIn(outside)).toEqual(before);
  });
});
