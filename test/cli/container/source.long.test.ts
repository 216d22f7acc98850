import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { describeWith } from "../../nix/support/tools.js";
import { fixture, profileOf } from "../../evaluate/support/private-store.js";
import { folderWith } from "../../support/program.js";
import { fine, ssh, StagedHost } from "./support/staged-host.js";

describeWith("nix-build")("what a container's system is made from", () => {
  test("a configuration in a file, by each name of the option", async () => {
    const host = new StagedHost();
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
    mkdirSync(host.path("folder"));
    for (const command of [
      ["create", "d"],
      ["update", "a"],
    ]) {
      const given = ["--config-file", "folder", "--nixpkgs", fixture];
      const empty = await host.run(...command, ...given);
      expect(empty).toMatchObject({
        exitCode: 2,
        stderr: expect.stringContaining("neither a file nor a folder with a default.nix"),
      });
    }
    writeFileSync(host.path("folder/default.nix"), module("openssh"));
    const folder = await host.run("update", "a", "--config-file", "folder", "--nixpkgs", fixture);
    expect(folder).toMatchObject({ exitCode: 0 });
    expect(readdirSync(join(profileOf(host.folder, "a")?.system ?? "", "sw/bin"))).toEqual([
      "openssh",
    ]);
    const two = await host.create("d", "--config", "ssh.nix", ...ssh);
    expect(two).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("error NP901") });
  });

  test("a flake: of the name after #, or of the container's", async () => {
    const host = new StagedHost();
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

  test("of a container that nixos-container made, as that would be updated, in a file of its user", async () => {
    const host = new StagedHost();
    const system = (label: string): string =>
      `derivation { name = "s"; system = "x86_64-linux"; builder = "/bin/sh"; PATH = "/usr/bin:/bin"; args = [ "-c" "mkdir $out; echo ${label} > $out/init" ]; }`;
    const folder = folderWith({
      "flake.nix": `{
        outputs = _: {
          nixosConfigurations.container.config.system.build.toplevel = ${system("theirs")};
          nixosConfigurations.web.config.system.build.toplevel = ${system("web")};
        };
      }`,
    });
    const conf = host.path("etc/nixos-containers/web.conf");
    const label = (): string =>
      readFileSync(join(profileOf(host.folder, "web")?.system ?? "", "init"), "utf8").trim();
    mkdirSync(host.path("etc/nixos-containers"), { recursive: true });
    const text = (flake: string): string =>
      `PRIVATE_NETWORK=1\n# by hand \\\n${flake}\n; and more\nLOCAL_ADDRESS='10.0.0.2'\n`;
    writeFileSync(conf, text(`FLAKE=path:${folder}`));
    fine(await host.run("update", "web"));
    expect([label(), readFileSync(conf, "utf8")]).toEqual(["theirs", text(`FLAKE=path:${folder}`)]);
    fine(await host.run("update", "web", "--flake", `path:${folder}#web`));
    expect([label(), readFileSync(conf, "utf8")]).toEqual([
      "web",
      text(`FLAKE="path:${folder}#web"`),
    ]);
    fine(await host.run("update", "web"));
    expect(label()).toBe("web");
    fine(await host.run("update", "web", "--flake", `path:${folder}`));
    expect(label()).toBe("theirs");

    writeFileSync(conf, "FLAKE=\nPRIVATE_NETWORK=1\n");
    const none = await host.run("update", "web");
    expect(none).toMatchObject({ exitCode: 4, stderr: expect.stringContaining("error NP721") });
  });

  test("a flake that is given by a relative path is found from any folder", async () => {
    const host = new StagedHost();
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

  test("a system that was built elsewhere, and what is none", async () => {
    const host = new StagedHost();
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
});
