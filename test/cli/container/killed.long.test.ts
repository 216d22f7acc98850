import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { describeWith } from "../../nix/support/tools.js";
import { fixture, profileOf } from "../../nixos/support/private-store.js";
import { killedAfterEachStep } from "../../support/kill-points.js";
import { fine, postgresql, ssh, StagedHost } from "./support/staged-host.js";

describeWith("nix-build")("commands that are killed, without systemd", () => {
  /** What keeps something of a command that has ended, or was not undone. */
  const leftOvers = (host: StagedHost): string[] =>
    host.traces().filter((path) => /lock|unfinished/.test(path));
  const killing = (killAfter: number) => ({ NIXPAWN_KILL_AFTER: String(killAfter) });

  test("create, killed after each step; the same command ends right", async () => {
    let host = new StagedHost();
    const words = ["create", "web", "--nixpkgs", fixture, ...ssh, "--verbose"];
    const steps = await killedAfterEachStep({
      name: "create",
      prepare: async () => {
        host = new StagedHost();
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
  });

  test("create, killed after each step; another command takes its place", async () => {
    let host = new StagedHost();
    await killedAfterEachStep({
      name: "create, then with other words",
      prepare: () => {
        host = new StagedHost();
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
  });

  test("create with a unique name, killed after each step; the same command has the same name", async () => {
    let host = new StagedHost();
    const words = ["create", "web", "--nixpkgs", fixture, ...ssh, "--ensure-unique-name"];
    await killedAfterEachStep({
      name: "create with a unique name",
      prepare: async () => {
        host = new StagedHost();
        fine(await host.create("web", ...ssh));
      },
      run: (killAfter) => host.with(killing(killAfter), ...words, "--verbose"),
      again: async () => {
        const again = await host.run(...words);
        expect(again).toMatchObject({ exitCode: 0, stdout: "web-1\n" });
        expect(leftOvers(host)).toEqual([]);
        expect(await host.run(...words)).toMatchObject({ exitCode: 0, stdout: "web-2\n" });
      },
    });
  });

  test("a create that fails, killed after each step also of taking it back; data stays", async () => {
    let host = new StagedHost();
    const bad = ["--config-expr", "services.nope.enable = true;"];
    const root = "var/lib/nixos-containers/web";
    const steps = await killedAfterEachStep(
      {
        name: "create that fails",
        prepare: () => {
          host = new StagedHost();
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
  });

  test("data of a container that was used after its create was killed stays", async () => {
    let host = new StagedHost();
    const words = ["create", "web", "--nixpkgs", fixture, ...ssh, "--verbose"];
    const data = "var/lib/nixos-containers/web/srv/mine";
    await killedAfterEachStep({
      name: "create, then used",
      prepare: () => {
        host = new StagedHost();
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
  });

  test("destroy, killed after each step; the same command ends right", async () => {
    let host = new StagedHost();
    const steps = await killedAfterEachStep({
      name: "destroy",
      prepare: async () => {
        host = new StagedHost();
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
  });

  test("update, killed after each step; the same command ends right", async () => {
    let host = new StagedHost();
    const words = ["update", "web", "--nixpkgs", fixture, ...postgresql, "--verbose"];
    const steps = await killedAfterEachStep({
      name: "update",
      prepare: async () => {
        host = new StagedHost();
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
          "configuration.nix.before",
        ]);
        expect(leftOvers(host)).toEqual([]);
      },
    });
    expect(steps).toEqual(expect.arrayContaining(["set the profile"]));
  });
});
