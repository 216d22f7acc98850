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
import { fixture, privateStore, profileOf } from "../../nixos/support/private-store.js";
import { configOf } from "../../support/configs.js";
import { killedAfterEachStep } from "../../support/kill-points.js";
import { filesIn, folderWith, start, type Run } from "../../support/program.js";

/** A folder that stands for the root of a host; its systems are built in a store of its own. */
class Host {
  readonly folder = folderWith({});
  readonly #store = privateStore(folderWith({}));

  async run(...words: readonly string[]): Promise<Run> {
    return this.with({}, ...words);
  }

  /** In another working directory. */
  async from(cwd: string, ...words: readonly string[]): Promise<Run> {
    const given = [...words, "--root", this.folder];
    const { exitCode, stdout, stderr } = await start(cwd, given, { env: this.#store });
    return { exitCode, stdout, stderr };
  }

  async with(env: Readonly<Record<string, string>>, ...words: readonly string[]): Promise<Run> {
    const { exitCode, stdout, stderr } = await start(this.folder, [...words, "--root", "."], {
      env: { ...this.#store, ...env },
    });
    return { exitCode, stdout, stderr };
  }

  create(name: string, ...words: readonly string[]): Promise<Run> {
    return this.run("create", name, "--nixpkgs", fixture, ...words);
  }

  path(...parts: readonly string[]): string {
    return join(this.folder, ...parts);
  }

  conf(name: string): Record<string, string> {
    const text = readFileSync(this.path("etc/nixos-containers", `${name}.conf`), "utf8");
    const lines = text.split("\n").filter((line) => line.includes("=") && !line.startsWith("#"));
    return Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
    );
  }

  /** Everything of containers that is there, whatever its content. */
  traces(): string[] {
    const folders = [
      "etc/nixos-containers",
      "var/lib/nixos-containers",
      "var/lib/nixpawn/unfinished",
    ];
    const links = ["nix/var/nix/profiles/per-container", "nix/var/nix/gcroots/per-container"];
    return [...folders, ...links, "run/nixpawn"].flatMap((folder) =>
      existsSync(this.path(folder))
        ? readdirSync(this.path(folder)).map((name) => `${folder}/${name}`)
        : [],
    );
  }
}

const ssh = ["--config-expr", "services.openssh.enable = true;"];
const postgresql = ["--config-expr", "{ services.postgresql.enable = true; }"];

const fine = (run: Run): void => {
  expect([run.exitCode, run.exitCode === 0 ? "" : run.stderr]).toEqual([0, ""]);
};

describeWith("nix-build")("a container's life, without systemd", () => {
  test("create, update, roll back and destroy", async () => {
    const host = new Host();
    expect(await host.create("database", ...ssh)).toMatchObject({ exitCode: 0, stdout: "" });
    expect(host.conf("database")).toEqual({
      SYSTEM_PATH: host.path("nix/var/nix/profiles/per-container/database/system"),
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
    const host = new Host();
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
    expect(readdirSync(host.folder)).toEqual([]);
  });

  test("a name, addresses and ports that are taken", async () => {
    const host = new Host();
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
    const host = new Host();
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

  test("a configuration in a file, by each name of the option", async () => {
    const host = new Host();
    const module = (service: string): string => `{ services.${service}.enable = true; }`;
    const configurations = "var/lib/nixos-containers";
    writeFileSync(host.path("ssh.nix"), module("openssh"));
    writeFileSync(host.path("sql.nix"), module("postgresql"));
    for (const [name, option] of [
      ["a", "--config"],
      ["b", "-c"],
      ["c", "--config-file"],
    ] as const) {
      const seen = (): unknown => [
        /\w+\.nix/.exec(
          readFileSync(host.path(configurations, name, "etc/nixos/configuration.nix"), "utf8"),
        )?.[0],
        readdirSync(join(profileOf(host.folder, name)?.system ?? "", "sw/bin")),
      ];
      expect(await host.create(name, option, "ssh.nix")).toMatchObject({ exitCode: 0 });
      expect(seen()).toEqual(["ssh.nix", ["openssh"]]);
      const update = await host.run("update", name, "--nixpkgs", fixture, option, "sql.nix");
      expect(update).toMatchObject({ exitCode: 0 });
      expect(seen()).toEqual(["sql.nix", ["postgresql"]]);
      const gone = await host.create("d", option, "gone.nix");
      expect(gone).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("`gone.nix`") });
    }
    const two = await host.create("d", "--config", "ssh.nix", ...ssh);
    expect(two).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("error NP901") });
  });

  test("all that a container can be given", async () => {
    const host = new Host();
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
    const host = new Host();
    const runs = await Promise.all(["a", "b", "c"].map((name) => host.create(name, ...ssh)));
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    const addresses = ["a", "b", "c"].map((name) => host.conf(name).LOCAL_ADDRESS);
    expect(new Set(addresses).size).toBe(3);
    const same = await Promise.all([host.create("d", ...ssh), host.create("d", ...ssh)]);
    expect(same.map(({ exitCode }) => exitCode).sort()).toEqual([0, 4]);
    expect(same.map(({ stderr }) => stderr).join("")).toContain("error NP720");
  });

  test("a build that fails leaves nothing, and of an update what was there", async () => {
    const host = new Host();
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
    const host = new Host();
    mkdirSync(host.path("var/lib/nixos-containers/web/srv"), { recursive: true });
    writeFileSync(host.path("var/lib/nixos-containers/web/srv/mine"), "1");
    const failed = await host.create("web", "--config-expr", "services.nope.enable = true;");
    expect(failed.exitCode).toBe(4);
    expect(readFileSync(host.path("var/lib/nixos-containers/web/srv/mine"), "utf8")).toBe("1");
  });

  test("links in a container's root are removed, and not what they lead to", async () => {
    const host = new Host();
    await host.create("web", ...ssh);
    writeFileSync(host.path("mine"), "1");
    symlinkSync(host.folder, host.path("var/lib/nixos-containers/web/host"));
    expect((await host.run("destroy", "web", "--yes")).exitCode).toBe(0);
    expect(readFileSync(host.path("mine"), "utf8")).toBe("1");
  });

  test("one of the host's configuration is neither updated nor destroyed", async () => {
    const host = new Host();
    mkdirSync(host.path("etc/nixos-containers"), { recursive: true });
    writeFileSync(host.path("store.conf"), "SYSTEM_PATH=/nix/store/x\nCOPY_RESOLV_CONF=1\n");
    symlinkSync(host.path("store.conf"), host.path("etc/nixos-containers/web.conf"));
    for (const words of [["update"], ["destroy", "--yes"], ["rollback"]]) {
      const run = await host.run(...words, "web");
      expect(run).toMatchObject({ exitCode: 4, stderr: expect.stringContaining("error NP718") });
    }
    expect(existsSync(host.path("etc/nixos-containers/web.conf"))).toBe(true);
  });

  test("a flake: of the name after #, or of the container's", async () => {
    const host = new Host();
    const system = (label: string): string =>
      `derivation { name = "system-${label}"; system = "x86_64-linux"; builder = "/bin/sh"; PATH = "/usr/bin:/bin"; args = [ "-c" "mkdir $out; echo ${label} > $out/init" ]; }`;
    const flake = (web: string): string => `{
      outputs = _: {
        nixosConfigurations.web.config.system.build.toplevel = ${system(web)};
        nixosConfigurations.other.config.system.build.toplevel = ${system("other")};
      };
    }`;
    const folder = folderWith({ "flake.nix": flake("one") });
    const labelOf = (name: string): string =>
      readFileSync(join(profileOf(host.folder, name)?.system ?? "", "init"), "utf8").trim();
    const made = await host.run("create", "web", "--flake", `path:${folder}`);
    expect([made.exitCode, made.exitCode === 0 ? "" : made.stderr]).toEqual([0, ""]);
    await host.run("create", "db", "--flake", `path:${folder}#other`);
    expect([labelOf("web"), labelOf("db")]).toEqual(["one", "other"]);
    expect(host.conf("web")).not.toHaveProperty("SYSTEM_PATH");
    writeFileSync(join(folder, "flake.nix"), flake("two"));
    for (const name of ["web", "db"]) {
      const update = await host.run("update", name);
      expect([update.exitCode, update.exitCode === 0 ? "" : update.stderr]).toEqual([0, ""]);
    }
    expect([labelOf("web"), labelOf("db")]).toEqual(["two", "other"]);

    // What is given to an update is what the next one takes.
    const moved = folderWith({ "flake.nix": flake("moved") });
    await host.run("update", "db", "--flake", `path:${moved}#web`);
    expect(host.conf("db").FLAKE).toBe(`"path:${moved}#web"`);
    writeFileSync(join(moved, "flake.nix"), flake("again"));
    await host.run("update", "db");
    expect(labelOf("db")).toBe("again");

    const missing = await host.run("create", "x", "--flake", `path:${folder}#nobody`);
    expect(missing.exitCode).toBe(4);
    expect(host.traces().filter((path) => path.endsWith("/x"))).toEqual([]);
  });

  test("a flake that is given by a relative path is found from any folder", async () => {
    const host = new Host();
    const flake = (label: string): string => `{
      outputs = _: {
        nixosConfigurations.w2.config.system.build.toplevel = derivation { name = "s"; system = "x86_64-linux"; builder = "/bin/sh"; PATH = "/usr/bin:/bin"; args = [ "-c" "mkdir $out; echo ${label} > $out/init" ]; };
      };
    }`;
    mkdirSync(host.path("flake"));
    writeFileSync(host.path("flake/flake.nix"), flake("one"));
    const label = (): string =>
      readFileSync(join(profileOf(host.folder, "web")?.system ?? "", "init"), "utf8").trim();
    fine(await host.run("create", "web", "--flake", "path:./flake#w2"));
    expect([host.conf("web").FLAKE, label()]).toEqual([`"path:${host.path("flake")}#w2"`, "one"]);
    writeFileSync(host.path("flake/flake.nix"), flake("two"));
    fine(await host.from(folderWith({}), "update", "web"));
    expect(label()).toBe("two");
    fine(await host.from(host.path("flake"), "update", "web", "--flake", ".#w2"));
    expect(host.conf("web").FLAKE).toBe(`"${host.path("flake")}#w2"`);
    writeFileSync(host.path("flake/flake.nix"), flake("three"));
    fine(await host.from(folderWith({}), "update", "web"));
    expect(label()).toBe("three");
  });

  test("a link in the container's root does not lead a configuration to the host's files", async () => {
    const host = new Host();
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

  test("a system that was built elsewhere, and what is none", async () => {
    const host = new Host();
    const path = join(host.folder, "some");
    mkdirSync(path);
    const none = await host.run("create", "web", "--system-path", path);
    expect(none).toMatchObject({ exitCode: 4, stderr: expect.stringContaining("error NP724") });
    const gone = await host.run("create", "web", "--system-path", "/nowhere");
    expect(gone).toMatchObject({ exitCode: 2 });
    await host.create("db", ...ssh);
    const system = profileOf(host.folder, "db")?.system ?? "";
    expect(await host.run("create", "web", "--system-path", system)).toMatchObject({ exitCode: 0 });
    expect(profileOf(host.folder, "web")?.system).toBe(system);
    const update = await host.run("update", "web");
    expect(update).toMatchObject({ exitCode: 4, stderr: expect.stringContaining("error NP721") });
  });

  /** What keeps something of a command that has ended, or was not undone. */
  const leftOvers = (host: Host): string[] =>
    host.traces().filter((path) => /lock|unfinished/.test(path));
  const killing = (killAfter: number) => ({ NIXPAWN_KILL_AFTER: String(killAfter) });

  test("create, killed after each step; the same command ends right", async () => {
    let host = new Host();
    const words = ["create", "web", "--nixpkgs", fixture, ...ssh, "--verbose"];
    const steps = await killedAfterEachStep({
      name: "create",
      prepare: async () => {
        host = new Host();
        fine(await host.create("other", ...ssh));
      },
      run: (killAfter) => host.with(killing(killAfter), ...words),
      again: async () => {
        fine(await host.run(...words));
        expect(profileOf(host.folder, "web")?.generation).toBe(1);
        expect(host.conf("web").LOCAL_ADDRESS).toBe("10.233.2.2");
        expect(leftOvers(host)).toEqual([]);
      },
    });
    expect(steps).toEqual(expect.arrayContaining(["write the conf file", "build the system"]));
  }, 300_000);

  test("create, killed after each step; another command takes its place", async () => {
    let host = new Host();
    await killedAfterEachStep({
      name: "create, then with other words",
      prepare: () => {
        host = new Host();
        return Promise.resolve();
      },
      run: (killAfter) =>
        host.with(
          killing(killAfter),
          ...["create", "web", "--nixpkgs", fixture, ...ssh, "--verbose"],
        ),
      again: async (step) => {
        const other = await host.create("web", ...postgresql);
        // What was made whole is there already.
        const isMade = step.endsWith("note that it is made");
        expect(other.exitCode).toBe(isMade ? 4 : 0);
        if (isMade) expect(other.stderr).toContain("error NP720");
        expect(readdirSync(join(profileOf(host.folder, "web")?.system ?? "", "sw/bin"))).toEqual([
          isMade ? "openssh" : "postgresql",
        ]);
        expect(leftOvers(host)).toEqual([]);
      },
    });
  }, 300_000);

  test("a create that fails, killed after each step also of taking it back; data stays", async () => {
    let host = new Host();
    const bad = ["--config-expr", "services.nope.enable = true;"];
    const root = "var/lib/nixos-containers/web";
    const steps = await killedAfterEachStep(
      {
        name: "create that fails",
        prepare: () => {
          host = new Host();
          mkdirSync(host.path(root, "etc/nixos"), { recursive: true });
          writeFileSync(host.path(root, "etc/nixos/configuration.nix"), "mine");
          writeFileSync(host.path(root, "data"), "mine");
          return Promise.resolve();
        },
        run: (killAfter) =>
          host.with(
            killing(killAfter),
            ...["create", "web", "--nixpkgs", fixture, ...bad, "--verbose"],
          ),
        again: async () => {
          expect((await host.create("web", ...bad)).exitCode).toBe(4);
          expect(host.traces()).toEqual([root]);
          const configuration = host.path(root, "etc/nixos/configuration.nix");
          expect(readFileSync(configuration, "utf8")).toBe("mine");
          expect(readFileSync(host.path(root, "data"), "utf8")).toBe("mine");
        },
      },
      4,
    );
    expect(steps).toContain("take back: write the conf file");
  }, 300_000);

  test("data of a container that was used after its create was killed stays", async () => {
    let host = new Host();
    const words = ["create", "web", "--nixpkgs", fixture, ...ssh, "--verbose"];
    const data = "var/lib/nixos-containers/web/srv/mine";
    await killedAfterEachStep({
      name: "create, then used",
      prepare: () => {
        host = new Host();
        return Promise.resolve();
      },
      run: (killAfter) => host.with(killing(killAfter), ...words),
      again: async () => {
        mkdirSync(join(host.path(data), ".."), { recursive: true });
        writeFileSync(host.path(data), "1");
        fine(await host.run(...words));
        expect(readFileSync(host.path(data), "utf8")).toBe("1");
      },
    });
  }, 300_000);

  test("destroy, killed after each step; the same command ends right", async () => {
    let host = new Host();
    const steps = await killedAfterEachStep({
      name: "destroy",
      prepare: async () => {
        host = new Host();
        fine(await host.create("web", ...ssh));
      },
      run: (killAfter) => host.with(killing(killAfter), "destroy", "web", "--yes", "--verbose"),
      again: async () => {
        const refused = await host.create("web", ...ssh);
        expect(refused).toMatchObject({
          exitCode: 4,
          stderr: expect.stringContaining("error NP722"),
        });
        fine(await host.run("destroy", "web", "--yes"));
        expect(host.traces()).toEqual([]);
      },
    });
    expect(steps).toEqual(expect.arrayContaining(["remove the root", "remove the conf file"]));
  }, 300_000);

  test("update, killed after each step; the same command ends right", async () => {
    let host = new Host();
    const words = ["update", "web", "--nixpkgs", fixture, ...postgresql, "--verbose"];
    const steps = await killedAfterEachStep({
      name: "update",
      prepare: async () => {
        host = new Host();
        fine(await host.create("web", ...ssh));
      },
      run: (killAfter) => host.with(killing(killAfter), ...words),
      again: async () => {
        fine(await host.run(...words));
        const profile = profileOf(host.folder, "web");
        expect(profile?.generation).toBe(2);
        expect(readdirSync(join(profile?.system ?? "", "sw/bin"))).toEqual(["postgresql"]);
        expect(readdirSync(host.path("var/lib/nixos-containers/web/etc/nixos"))).toEqual([
          "configuration.nix",
        ]);
        expect(leftOvers(host)).toEqual([]);
      },
    });
    expect(steps).toEqual(expect.arrayContaining(["set the profile"]));
  }, 300_000);
});

describeWith("nix-build")("apply to a root that is staged", () => {
  const containers = (...names: readonly string[]): string =>
    configOf(
      names
        .map(
          (name) => `${name}: { autoStart: true, config: { system: { stateVersion: "26.05" } } }`,
        )
        .join(", "),
    );

  test("creates, does nothing twice, and prunes without touching data", async () => {
    const host = new Host();
    writeFileSync(host.path("containers.ts"), containers("a", "b"));
    const words = ["apply", "--nixpkgs", fixture];
    const first = await host.run(...words);
    expect([first.exitCode, first.exitCode === 0 ? "" : first.stderr]).toEqual([0, ""]);
    expect(first.stderr).toContain("a: created\n");
    expect(host.conf("a")).toMatchObject({ AUTO_START: "1", PRIVATE_USERS: "no" });
    expect(profileOf(host.folder, "b")?.generation).toBe(1);
    const second = await host.run(...words);
    expect(second).toMatchObject({ exitCode: 0 });
    expect(second.stderr).not.toMatch(/created|restarted|building/);

    mkdirSync(host.path("var/lib/nixos-containers/b"), { recursive: true });
    writeFileSync(host.path("containers.ts"), containers("a"));
    const kept = await host.run(...words);
    expect(kept.stdout).toContain("left over: b");
    expect(existsSync(host.path("etc/nixos-containers/b.conf"))).toBe(true);
    const pruned = await host.run(...words, "--prune");
    expect(pruned.stderr).toContain("b: removed\n");
    expect(existsSync(host.path("etc/nixos-containers/b.conf"))).toBe(false);
    expect(profileOf(host.folder, "b")).toBeUndefined();
    expect(existsSync(host.path("var/lib/nixos-containers/b"))).toBe(true);
  });

  test("one is created from a config, which alone says what it is like", async () => {
    const host = new Host();
    writeFileSync(host.path("containers.ts"), containers("a", "b"));
    const from = ["--from", "containers.ts"];
    for (const [more, shown] of [
      [["--bind", "/data", "--auto-start"], "go with `--auto-start`, `--bind`\n"],
      [ssh, "go with `--config-expr`\n"],
      [["-c", "x.nix"], "go with `--config`\n"],
      [["--ensure-unique-name"], "go with `--ensure-unique-name`\n"],
      [["--start"], "`nixpawn start a` afterwards"],
    ] as const) {
      const refused = await host.create("a", ...from, ...more);
      expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining(shown)]);
    }
    const bad = await host.create("../a", ...from, "--start");
    expect(bad).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("error NP710") });
    expect(host.traces()).toEqual([]);

    fine(await host.create("a", ...from));
    expect(host.traces().filter((path) => path.endsWith(".conf"))).toEqual([
      "etc/nixos-containers/a.conf",
    ]);
    const again = await host.create("a", ...from, "--format", "json");
    expect(again).toMatchObject({ exitCode: 4, stdout: expect.stringContaining('"NP720"') });
    fine(await host.create("b", ...from));
  });

  test("create --from, killed after each step; the same command ends right", async () => {
    let host = new Host();
    const words = ["create", "a", "--from", "containers.ts", "--nixpkgs", fixture, "--verbose"];
    await killedAfterEachStep({
      name: "create --from",
      prepare: () => {
        host = new Host();
        writeFileSync(host.path("containers.ts"), containers("a"));
        return Promise.resolve();
      },
      run: (killAfter) => host.with({ NIXPAWN_KILL_AFTER: String(killAfter) }, ...words),
      again: async () => {
        const run = await host.run(...words);
        // What was killed when all was done is there already.
        if (run.exitCode !== 0) expect(run.stderr).toContain("error NP720");
        expect(profileOf(host.folder, "a")?.generation).toBe(1);
        expect(host.conf("a").AUTO_START).toBe("1");
        expect(host.traces().filter((path) => path.includes("unfinished"))).toEqual([]);
      },
    });
  }, 300_000);

  test("killed after each step; the next one ends right", async () => {
    let host = new Host();
    const words = ["apply", "--nixpkgs", fixture, "--verbose"];
    const steps = await killedAfterEachStep({
      name: "apply that creates",
      prepare: () => {
        host = new Host();
        writeFileSync(host.path("containers.ts"), containers("a", "b"));
        return Promise.resolve();
      },
      run: (killAfter) => host.with({ NIXPAWN_KILL_AFTER: String(killAfter) }, ...words),
      again: async () => {
        expect(await host.run(...words)).toMatchObject({ exitCode: 0 });
        for (const name of ["a", "b"]) {
          expect(profileOf(host.folder, name)?.generation).toBe(1);
          expect(host.conf(name).AUTO_START).toBe("1");
        }
        // The lock of a process that is gone counts for nothing.
        expect(host.traces().filter((path) => path.includes("unfinished"))).toEqual([]);
      },
    });
    // Of both containers, which are changed at once: which is how far differs from run to run.
    expect(steps).toHaveLength(2 * 5);
    expect(steps[0]).toBe("note that it has begun");
  }, 300_000);

  test("a removal, killed after each step; the next one ends right", async () => {
    let host = new Host();
    const words = ["apply", "--nixpkgs", fixture, "--prune", "--verbose"];
    await killedAfterEachStep({
      name: "apply --prune",
      prepare: async () => {
        host = new Host();
        writeFileSync(host.path("containers.ts"), containers("a", "b"));
        expect(await host.run(...words)).toMatchObject({ exitCode: 0 });
        mkdirSync(host.path("var/lib/nixos-containers/b"), { recursive: true });
        writeFileSync(host.path("containers.ts"), containers("a"));
      },
      run: (killAfter) => host.with({ NIXPAWN_KILL_AFTER: String(killAfter) }, ...words),
      again: async () => {
        expect(await host.run(...words)).toMatchObject({ exitCode: 0 });
        expect(host.traces().filter((path) => /\/b(\.|$)|unfinished/.test(path))).toEqual([
          "var/lib/nixos-containers/b",
        ]);
        expect(profileOf(host.folder, "a")?.generation).toBe(1);
        // The lock of a process that is gone counts for nothing.
        writeFileSync(host.path("containers.ts"), containers("a", "b"));
        expect(await host.run(...words)).toMatchObject({ exitCode: 0 });
        expect(host.traces().filter((path) => path.includes("lock"))).toEqual([]);
      },
    });
  }, 300_000);
});
