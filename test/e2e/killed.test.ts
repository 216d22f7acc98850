import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { killedAfterEachStep } from "../support/kill-points.js";
import type { Run } from "../support/program.js";
import { describeLab } from "./support/availability.js";
import { commandsOn } from "./support/commands.js";
import { installContainers } from "./support/containers.js";
import { LabHost } from "./support/lab-host.js";
import { installProgram, labNixpkgs, nixpawn, program, writeConfig } from "./support/program.js";

/** Commands that are killed after each of their steps, with the real systemd and containers. */
describeLab("commands that are killed", () => {
  let host: LabHost;
  beforeAll(async () => {
    host = await LabHost.boot();
    await installContainers(host);
    await installProgram(host);
  });
  afterAll(async () => {
    await host.stop();
  });

  const { done, statusOf, traces } = commandsOn(() => host);
  const killed = (killAfter: number, ...words: readonly string[]): Promise<Run> =>
    host.run("env", `NIXPAWN_KILL_AFTER=${killAfter}`, ...program.split(" "), ...words);

  /** Fails unless it runs what it is to run. */
  async function demandRunning(name: string, label: string): Promise<void> {
    const [found] = await statusOf(name);
    expect(found).toMatchObject({ state: "active", drift: [] });
    expect(found?.runningSystem).toBe(found?.system);
    expect(found?.system).toMatch(new RegExp(`-${name}-${label}$`));
  }

  const isScratch = () =>
    done("run", "web", "--", "/bin/sh", "-c", "stat -f -c %T /scratch 2>/dev/null || echo none");

  /** Removes all, with what is noted. */
  async function nothing(): Promise<void> {
    await host.sh(`
      names=$(find /etc/nixos-containers /var/lib/nixos-containers -mindepth 1 -maxdepth 1 -name '[!.]*' \
        -printf '%f\\n' 2>/dev/null | sed 's/[.]conf$//' | sort -u || true)
      [ -z "$names" ] || ${program} destroy --yes $names
      rm -rf /var/lib/nixpawn`);
  }

  // What one test leaves behind when it fails is nothing to the next.
  afterEach(nothing);

  const create = (label: string) => [
    ...["create", "web", "--nixpkgs", labNixpkgs, "--start", "--verbose"],
    ...["--config-expr", `system.nixos.label = "${label}";`],
  ];

  test("create", async () => {
    const steps = await killedAfterEachStep({
      name: "create --start on a host",
      prepare: nothing,
      run: (killAfter) => killed(killAfter, ...create("one")),
      again: async () => {
        await done(...create("one"));
        await demandRunning("web", "one");
      },
    });
    expect(steps.at(-1)).toBe("start the container");
  }, 600_000);

  test("update", async () => {
    const words = [
      ...["update", "web", "--nixpkgs", labNixpkgs, "--verbose"],
      ...["--config-expr", 'system.nixos.label = "two";'],
    ];
    const steps = await killedAfterEachStep({
      name: "update on a host",
      prepare: async () => {
        await nothing();
        await done(...create("one"));
        await host.sh("echo mine >/var/lib/nixos-containers/web/mine");
      },
      run: (killAfter) => killed(killAfter, ...words),
      again: async () => {
        await done(...words);
        await demandRunning("web", "two");
        expect(await host.sh("cat /var/lib/nixos-containers/web/mine")).toBe("mine");
      },
    });
    expect(steps).toContain("reload the container");
  }, 600_000);

  test("rollback", async () => {
    const words = ["rollback", "web", "--verbose"];
    const steps = await killedAfterEachStep({
      name: "rollback on a host",
      prepare: async () => {
        await nothing();
        await done(...create("one"));
        for (const label of ["two", "three"]) {
          const expression = `system.nixos.label = "${label}";`;
          await done("update", "web", "--nixpkgs", labNixpkgs, "--config-expr", expression);
        }
      },
      run: (killAfter) => killed(killAfter, ...words),
      again: async () => {
        await done(...words);
        await demandRunning("web", "two");
      },
    });
    expect(steps).toEqual(["note the generation", "set the profile", "reload the container"]);
    // The next one is another.
    await done(...words);
    await demandRunning("web", "one");
  }, 600_000);

  test("destroy", async () => {
    const steps = await killedAfterEachStep({
      name: "destroy on a host",
      prepare: async () => {
        await host.sh("mkdir -p /data; echo mine >/data/mine");
        await done(...create("one"), "--bind", "/data");
      },
      run: (killAfter) => killed(killAfter, "destroy", "web", "--yes", "--verbose"),
      again: async () => {
        await done("destroy", "web", "--yes");
        expect(await traces()).toBe("");
        expect(await host.sh("cat /data/mine")).toBe("mine");
      },
    });
    expect(steps).toContain("stop it");
  }, 600_000);

  const apply = (...words: readonly string[]) => [
    ...["apply", "--config", "/srv/config", "--nixpkgs", labNixpkgs, "--verbose"],
    ...words,
  ];

  function config(label: string, more = ""): void {
    writeConfig(
      host,
      "/srv/config/containers.ts",
      `import { defineContainers } from "nixpawn";
export default defineContainers({ web: { autoStart: true, ${more} config: { system: { nixos: { label: "${label}" }, stateVersion: "26.05" } } } });\n`,
    );
  }

  test("apply that creates", async () => {
    config("one");
    const steps = await killedAfterEachStep({
      name: "apply that creates, on a host",
      prepare: nothing,
      run: (killAfter) => killed(killAfter, ...apply()),
      again: async () => {
        await done(...apply());
        await demandRunning("web", "one");
      },
    });
    expect(steps).toContain("start the container");
  }, 600_000);

  test.each([
    ["reload", ""],
    ["restart", 'tmpfs: ["/scratch"],'],
  ])(
    "apply that leads to a %s",
    async (job, more) => {
      const steps = await killedAfterEachStep({
        name: `apply with a ${job}, on a host`,
        prepare: async () => {
          config("one");
          await done(...apply());
          await host.sh("echo mine >/var/lib/nixos-containers/web/mine");
          config("two", more);
        },
        run: (killAfter) => killed(killAfter, ...apply()),
        again: async () => {
          await done(...apply());
          await demandRunning("web", "two");
          expect(await isScratch()).toBe(job === "reload" ? "none" : "tmpfs");
          const { stderr } = await nixpawn(host, ...apply());
          expect(stderr).not.toMatch(/restarted|reloaded/);
          expect(await host.sh("cat /var/lib/nixos-containers/web/mine")).toBe("mine");
        },
      });
      expect(steps).toContain(`${job} the container`);
    },
    600_000,
  );

  test("apply of what does not come up: the next one puts back what there was", async () => {
    const bad = 'bindMounts: { "/srv": { hostPath: "/not/there" } },';
    const steps = await killedAfterEachStep(
      {
        name: "apply that is rolled back, on a host",
        prepare: async () => {
          config("one", 'tmpfs: ["/scratch"],');
          await done(...apply());
          config("two", bad);
        },
        run: (killAfter) => killed(killAfter, ...apply()),
        again: async () => {
          const failed = await nixpawn(host, ...apply());
          expect(failed).toMatchObject({ exitCode: 4 });
          expect(failed.stderr).toContain("error NP731");
          await demandRunning("web", "one");
          expect(await isScratch()).toBe("tmpfs");
        },
      },
      4,
    );
    expect(steps).toEqual(expect.arrayContaining(["write the conf file", "start what it was"]));
  }, 600_000);
});
