import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { describeWith } from "../nix/support/tools.js";
import { configOf } from "../support/configs.js";
import { folderWith, root, said, start, type Run } from "../support/program.js";
import { stubProgram } from "../support/stub-program.js";
import { fixture, privateStore, profileOf } from "./support/private-store.js";

/** A project, and a folder that stands for the root of a host. */
class Project {
  readonly folder = folderWith({ "containers.ts": "" });
  readonly host = folderWith({});

  constructor(containers: Readonly<Record<string, string>>) {
    this.write(containers);
  }

  /** @param containers what each has for `config`, but for the state version */
  write(containers: Readonly<Record<string, string>>): void {
    const specs = Object.entries(containers).map(
      ([name, config]) =>
        `${name}: { autoStart: false, config: { system: { stateVersion: "26.05" }, ${config} } }`,
    );
    writeFileSync(join(this.folder, "containers.ts"), configOf(specs.join(", ")));
  }

  async run(...words: readonly string[]): Promise<Run> {
    const { exitCode, stdout, stderr } = await this.start(...words);
    return { exitCode, stdout, stderr };
  }

  start(...words: readonly string[]) {
    return start(this.folder, [...words, "--nixpkgs", fixture], {
      env: privateStore(this.folder),
    });
  }

  apply(...words: readonly string[]): Promise<Run> {
    return this.run("apply", "--root", this.host, ...words);
  }

  /** The systems that the containers evaluate to. */
  async systems(): Promise<Readonly<Record<string, string>>> {
    const { stdout } = await this.apply("--dry-run", "--format", "json");
    const { containers } = JSON.parse(stdout) as { containers: { name: string; system: string }[] };
    return Object.fromEntries(containers.map(({ name, system }) => [name, system]));
  }

  /** Puts a conf file on the host, as `apply` would. */
  conf(name: string, lines: string): void {
    const mark = JSON.stringify({
      version: 1,
      config: join(this.folder, "containers.ts"),
      unit: {},
    });
    const profile = join(this.host, "nix/var/nix/profiles/per-container", name, "system");
    mkdirSync(join(this.host, "etc/nixos-containers"), { recursive: true });
    writeFileSync(
      join(this.host, "etc/nixos-containers", `${name}.conf`),
      `# nixpawn ${mark}\nSYSTEM_PATH=${profile}\n${lines}`,
    );
  }
}

const two = { db: "services: { postgresql: { enable: true } }", web: "services: {}" };

describeWith("nix-build")("from a config to profiles", () => {
  test("checks, builds and sets what changed, and nothing else", async () => {
    const project = new Project(two);
    expect(await project.run("check", "--generate")).toMatchObject({ exitCode: 0 });

    const first = await project.apply("--profiles-only");
    expect(first).toMatchObject({ exitCode: 0, stdout: "created    db\ncreated    web\n" });
    const db = profileOf(project.host, "db");
    const web = profileOf(project.host, "web");
    expect([db?.generation, web?.generation]).toEqual([1, 1]);
    const system = db?.system ?? "";
    expect(system).toMatch(/\/store\/[0-9a-z]{32}-nixos-system-db-26\.05\.fixture$/);
    expect(readFileSync(join(system, "init"), "utf8")).toMatch(/^#!\/bin\/sh\n/);
    expect(readdirSync(join(system, "sw/bin"))).toEqual(["postgresql"]);
    expect(await project.systems()).toEqual({ db: db?.system, web: web?.system });

    // Nothing changed: nothing is evaluated, built or set.
    const again = await project.apply("--profiles-only");
    expect(again.exitCode).toBe(0);
    expect(again.stderr).not.toMatch(/evaluated|building|profile set/);

    // One changed: only that one is built and set.
    project.write({ ...two, web: "time: { timeZone: 'UTC' }" });
    const changed = await project.apply("--profiles-only");
    expect(changed.stderr).toMatch(/^building web\n/m);
    expect(changed.stderr).toContain("web: profile set, generation 2\n");
    expect(profileOf(project.host, "db")).toEqual(db);
    expect(profileOf(project.host, "web")).toMatchObject({ generation: 2 });
  });

  test("a dry run builds, tells what would be done and why, and changes nothing", async () => {
    const project = new Project({ ...two, gone: "" });
    await project.apply("--profiles-only");
    for (const name of ["db", "gone", "web"]) project.conf(name, "COPY_RESOLV_CONF=1\n");
    project.conf("db", "COPY_RESOLV_CONF=0\n");
    project.write({ db: two.db, new: "", web: "services: { nginx: { enable: true } }" });
    const before = readdirSync(project.host, { recursive: true });
    const plan = await project.apply("--dry-run");
    expect(plan).toMatchObject({ exitCode: 0 });
    expect(plan.stdout).toMatch(
      new RegExp(
        [
          "^restarted  db   copyResolvConf: 0 -> 1 \\(restart\\)",
          " +\\(if it runs: systemd cannot be asked\\)",
          "created    new",
          "reloaded   web  config: another system \\(reload\\)",
          " +nginx: 1\\.29\\.4 added",
          " +nginx\\.conf: added",
          " +\\(if it runs: systemd cannot be asked\\)",
          "left over: gone \\(--prune removes what the config has no more\\)\n$",
        ].join("\n"),
      ),
    );
    expect(readdirSync(project.host, { recursive: true })).toEqual(before);

    const pruned = await project.apply("--dry-run", "--prune", "--format", "json");
    const { plan: data } = JSON.parse(pruned.stdout) as { plan: { actions: object[] } };
    expect(data.actions).toMatchObject([
      { name: "db", action: "restarted", reasons: [{ key: "COPY_RESOLV_CONF", before: "0" }] },
      { name: "gone", action: "removed" },
      { name: "new", action: "created" },
      { name: "web", action: "reloaded", reasons: [{ key: "system", effect: "reload" }] },
    ]);

    const one = await project.apply("new", "--dry-run");
    expect(one.stdout).toMatch(/^created {4}new\n/);
    expect(one.stderr).not.toContain("web:");
  });

  test("no profile is set when one of the builds fails", async () => {
    const failing = "environment: { etc: { x: { source: pkgs.runCommand('x', {}, 'exit 3') } } }";
    const project = new Project({ db: two.db, web: failing });
    const failed = await project.apply("--profiles-only");
    expect(failed.exitCode).toBe(4);
    expect(failed.stderr).toContain("error NP505: `x` cannot be built");
    expect(profileOf(project.host, "db")).toBeUndefined();
    project.write(two);
    expect((await project.apply("--profiles-only")).exitCode).toBe(0);
    expect(profileOf(project.host, "db")?.generation).toBe(1);
  });

  test("what NixOS refuses is not built", async () => {
    const project = new Project({ ...two, web: "services: { haproxy: { enable: true } }" });
    const refused = await project.apply("--profiles-only");
    expect(refused.exitCode).toBe(4);
    expect(refused.stderr).toContain("You must provide services.haproxy.config");
    expect(refused.stderr).not.toContain("building");
    expect(existsSync(join(project.host, "nix"))).toBe(false);
  });

  test("Ctrl-C ends a build, and nothing is set", async () => {
    const slow = "pkgs.runCommand('slow', {}, 'echo here >&2; sleep 300; echo > $out')";
    const project = new Project({
      db: two.db,
      web: `environment: { etc: { x: { source: ${slow} } } }`,
    });
    const running = project.start("apply", "--root", project.host, "--profiles-only");
    await said(running, "here");
    running.kill("SIGINT");
    expect((await running).exitCode).toBe(130);
    expect(profileOf(project.host, "db")).toBeUndefined();
    // The builder is gone as well: its derivation can be built by the next run, at once.
    project.write(two);
    expect((await project.apply("--profiles-only")).exitCode).toBe(0);
  });

  test("--strict stops at a warning of NixOS", async () => {
    const warns = "services: { openssh: { passwordAuthentication: false } }";
    const project = new Project({ web: warns });
    const strict = await project.apply("--profiles-only", "--strict");
    expect(strict.exitCode).toBe(4);
    expect(strict.stderr).toContain("error NP604");
    expect(strict.stderr).not.toContain("building");
    expect((await project.apply("--profiles-only")).exitCode).toBe(0);
  });

  test("two at once end with the same", async () => {
    const project = new Project(two);
    const runs = await Promise.all([
      project.apply("--profiles-only"),
      project.apply("--profiles-only"),
    ]);
    expect(runs.map(({ exitCode, stderr }) => [exitCode, exitCode === 0 ? "" : stderr])).toEqual([
      [0, ""],
      [0, ""],
    ]);
    const systems = await project.systems();
    for (const name of ["db", "web"]) {
      expect(profileOf(project.host, name)).toEqual({ generation: 1, system: systems[name] });
    }
    expect(readdirSync(join(project.host, "run/nixpawn"))).toEqual([]);
  });

  test("killed at any point, the next run ends the work", async () => {
    const project = new Project(two);
    await project.apply("--dry-run");
    const started = performance.now();
    await project.apply("--dry-run");
    const usual = performance.now() - started;
    for (let round = 0; round < 12; round += 1) {
      const zone = `time: { timeZone: "Etc/GMT+${String(round)}" }`;
      project.write({ db: zone, web: zone });
      const running = project.start("apply", "--root", project.host, "--profiles-only");
      setTimeout(() => running.kill("SIGKILL"), (usual * 1.6 * (round + 1)) / 12);
      await running;
      if (round % 3 !== 2) continue;
      const next = await project.apply("--profiles-only");
      expect([next.exitCode, next.exitCode === 0 ? "" : next.stderr]).toEqual([0, ""]);
      const systems = await project.systems();
      for (const name of ["db", "web"]) {
        expect(profileOf(project.host, name)?.system).toBe(systems[name]);
      }
    }
  });

  test.each([
    ["check", ["check", "--generate"]],
    ["build", ["build"]],
  ])("%s killed at any point: the next one is right", async (_name, words) => {
    const stub = stubProgram("nixos-rebuild", "sleep 0.2; echo built");
    const project = new Project(two);
    const environment = { ...privateStore(project.folder), PATH: stub.path };
    const begin = () =>
      start(project.folder, [...words, "--nixpkgs", fixture], { env: environment });
    const started = performance.now();
    expect((await begin()).exitCode).toBe(0);
    const usual = performance.now() - started;
    for (let round = 0; round < 8; round += 1) {
      const zone = `time: { timeZone: "Etc/GMT+${String(round)}" }`;
      project.write({ db: zone, web: zone });
      const running = begin();
      setTimeout(() => running.kill("SIGKILL"), (usual * 1.2 * (round + 1)) / 8);
      await running;
      if (round % 2 === 0) continue;
      const next = await begin();
      expect([next.exitCode, next.exitCode === 0 ? "" : next.stderr]).toEqual([0, ""]);
      // What was remembered on the way is what an evaluation without a memory gives.
      const checked = async (cache: object): Promise<unknown> => {
        const { stdout } = await start(
          project.folder,
          ["check", "--format", "json", "--nixpkgs", fixture],
          { env: { ...environment, ...cache } },
        );
        const { containers } = JSON.parse(stdout) as {
          containers: { name: string; toplevel: string }[];
        };
        return containers.map(({ name, toplevel }) => [name, toplevel]);
      };
      expect(await checked({})).toEqual(await checked({ XDG_CACHE_HOME: folderWith({}) }));
    }
    expect(readdirSync(join(project.folder, "containers")).sort()).toEqual([
      "db.nix",
      "default.nix",
      "web.nix",
    ]);
  });

  test("every example of nixpkgs' own containers evaluates", async () => {
    for (const name of readdirSync(join(root, "examples"), { withFileTypes: true })) {
      // The fixture has no module system for the others.
      if (!name.isDirectory() || ["systemd-containers", "units"].includes(name.name)) continue;
      const folder = join(root, "examples", name.name);
      const env = { ...privateStore(folderWith({})), XDG_CACHE_HOME: folderWith({}) };
      const { exitCode, stderr } = await start(folder, ["check", "--nixpkgs", fixture], { env });
      expect([name.name, exitCode, exitCode === 0 ? "" : stderr]).toEqual([name.name, 0, ""]);
    }
  });
});
