import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { configurationPath } from "../../src/host/act/create-steps.js";
import { createUnique } from "../../src/host/act/create-unique.js";
import { rootOf } from "../../src/host/snapshot/existing-container.js";
import { containerStatuses } from "../../src/host/actions/container-status.js";
import { ProblemError } from "../../src/problems/problem.js";
import {
  apply,
  codesOf,
  create,
  destroy,
  labelled,
  look,
  newContainer,
  rollBack,
  systemOf,
  update,
  withAddress,
} from "./support/fake-commands.js";
import type { FakeHost } from "./support/fake-host.js";
import { killedAfterEachChange } from "./support/kill-points.js";

const pair = { privateNetwork: true };

/** Fails unless it runs a system, with all that the host has of it, and nothing waits to be ended. */
async function demandRunning(host: FakeHost, name: string, label: string): Promise<void> {
  const found = await look(host.layout, name);
  expect(await containerStatuses(host.layout, [found])).toMatchObject([
    { state: "active", runningSystem: systemOf(name, label), drift: [] },
  ]);
  expect(found.profile?.system).toBe(systemOf(name, label));
  expect(host.unfinished()).toEqual([]);
}

const put = (path: string, text: string): void => {
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text);
};

describe("a create that is killed", () => {
  test("ends right when it is called again", async () => {
    const run = (layout: FakeHost["layout"]) =>
      create(layout, "web", { options: pair, start: true });
    const points = await killedAfterEachChange({
      name: "create --start",
      prepare: (host) => create(host.layout, "other", { options: pair }),
      run,
      again: async (host) => {
        await run(host.layout);
        await demandRunning(host, "web", "one");
        expect((await look(host.layout, "web")).profile?.generation).toBe(1);
        expect(host.conf("web", "LOCAL_ADDRESS")).toBe("10.233.2.2");
      },
    });
    expect(points).toEqual(
      expect.arrayContaining([
        "etc/nixos-containers/web.conf",
        "systemctl start container@web.service",
      ]),
    );
  });

  test("gives way to another one of the name, unless it was made whole", async () => {
    await killedAfterEachChange({
      name: "create, then with other words",
      run: (layout) => create(layout, "web"),
      again: async (host) => {
        const codes = await codesOf(create(host.layout, "web", { label: "two" }));
        const { profile } = await look(host.layout, "web");
        const isMade = profile?.system === systemOf("web", "one");
        expect(codes).toEqual(isMade ? ["NP720"] : []);
        expect([profile?.system, profile?.generation]).toEqual([
          systemOf("web", isMade ? "one" : "two"),
          1,
        ]);
        expect(host.unfinished()).toEqual([]);
      },
    });
  });

  test("has the same unique name when it is called again", async () => {
    const unique = async (layout: FakeHost["layout"]) => {
      const describe = (name: string) =>
        Promise.resolve(newContainer(layout, name, { request: "unique" }));
      return (await createUnique(layout, "web", describe, () => undefined)).name;
    };
    await killedAfterEachChange({
      name: "create with a unique name",
      prepare: ({ layout }) => create(layout, "web"),
      run: unique,
      again: async (host) => {
        expect(await unique(host.layout)).toBe("web-1");
        expect(host.unfinished()).toEqual([]);
        expect(await unique(host.layout)).toBe("web-2");
      },
    });
  });

  test("is taken back when it fails again, and data stays", async () => {
    const refusal = new ProblemError([{ code: "NP724", severity: "error", message: "no system" }]);
    const run = (layout: FakeHost["layout"]) =>
      codesOf(create(layout, "web", { build: () => Promise.reject(refusal) }));
    const points = await killedAfterEachChange({
      name: "create that fails",
      prepare: ({ layout }) => {
        put(configurationPath(layout, "web"), "mine");
        put(join(rootOf(layout, "web"), "data"), "mine");
        return Promise.resolve();
      },
      run,
      again: async (host) => {
        expect(await run(host.layout)).toEqual(["NP724"]);
        expect(host.traces()).toEqual(["var/lib/nixos-containers/web"]);
        expect(readFileSync(configurationPath(host.layout, "web"), "utf8")).toBe("mine");
        expect(readFileSync(join(rootOf(host.layout, "web"), "data"), "utf8")).toBe("mine");
      },
    });
    expect(points.length).toBeGreaterThan(11);
  });

  test("takes no data back of a container that was used meanwhile", async () => {
    await killedAfterEachChange({
      name: "create, then used",
      run: (layout) => create(layout, "web"),
      again: async ({ layout }) => {
        const data = join(rootOf(layout, "web"), "srv/mine");
        put(data, "1");
        await create(layout, "web");
        expect(readFileSync(data, "utf8")).toBe("1");
      },
    });
  });
});

test("a destroy that is killed lets nothing else be done, and ends right when it is called again", async () => {
  const points = await killedAfterEachChange({
    name: "destroy",
    prepare: async ({ layout }) => {
      await create(layout, "web", { options: { autoStart: true }, start: true });
      put(join(rootOf(layout, "web"), "etc/passwd"), "");
    },
    run: (layout) => destroy(layout, "web"),
    again: async (host) => {
      if (host.unfinished().length > 0) {
        expect(await codesOf(create(host.layout, "web"))).toEqual(["NP722"]);
      }
      await destroy(host.layout, "web");
      expect(host.traces()).toEqual([]);
      expect(host.systemd.running()).toEqual([]);
    },
  });
  expect(points).toEqual(
    expect.arrayContaining(["var/lib/nixos-containers/web", "etc/nixos-containers/web.conf"]),
  );
});

test("an update that is killed ends right when it is called again", async () => {
  const points = await killedAfterEachChange({
    name: "update",
    prepare: async ({ layout }) => {
      await create(layout, "web", { start: true });
      put(join(rootOf(layout, "web"), "mine"), "mine");
    },
    run: (layout) => update(layout, "web", "two"),
    again: async (host) => {
      await update(host.layout, "web", "two");
      await demandRunning(host, "web", "two");
      expect((await look(host.layout, "web")).profile?.generation).toBe(2);
      expect((await look(host.layout, "web")).conf?.values.get("FLAKE")).toBe("/srv#two");
      expect(existsSync(join(rootOf(host.layout, "web"), "mine"))).toBe(true);
    },
  });
  expect(points).toContain("set nix/var/nix/profiles/per-container/web/system");
});

test("a rollback that is killed goes back by one generation when it is called again", async () => {
  const points = await killedAfterEachChange({
    name: "rollback",
    prepare: async ({ layout }) => {
      await create(layout, "web", { start: true });
      for (const label of ["two", "three"]) await update(layout, "web", label);
    },
    run: (layout) => rollBack(layout, "web"),
    again: async (host) => {
      await rollBack(host.layout, "web");
      await demandRunning(host, "web", "two");
      // The next one is another.
      await rollBack(host.layout, "web");
      await demandRunning(host, "web", "one");
    },
  });
  expect(points).toContain("systemctl reload container@web.service");
});

describe("an apply that is killed", () => {
  test("makes what it was to make when it is called again", async () => {
    const run = (layout: FakeHost["layout"]) =>
      apply(layout, [labelled("a", "one"), labelled("b", "one")]);
    await killedAfterEachChange({
      name: "apply that creates two",
      run,
      again: async (host) => {
        expect((await run(host.layout)).problems).toEqual([]);
        for (const name of ["a", "b"]) {
          await demandRunning(host, name, "one");
          expect((await look(host.layout, name)).profile?.generation).toBe(1);
        }
      },
    });
  });

  test.each([
    ["reload", undefined],
    ["restart", "/scratch"],
  ])("brings a %s about when it is called again", async (job, scratch) => {
    const more = scratch === undefined ? {} : { tmpfs: [scratch] };
    const run = (layout: FakeHost["layout"]) => apply(layout, [labelled("web", "two", more)]);
    const points = await killedAfterEachChange({
      name: `apply with a ${job}`,
      prepare: ({ layout }) => apply(layout, [labelled("web", "one")]),
      run,
      again: async (host) => {
        expect((await run(host.layout)).problems).toEqual([]);
        await demandRunning(host, "web", "two");
        expect((await look(host.layout, "web")).startedWith?.get("TMPFS")).toBe(scratch);
        expect(await run(host.layout)).toMatchObject({ done: [], problems: [] });
        expect(host.systemd.jobs.filter((one) => one === "start web")).toHaveLength(1);
      },
    });
    expect(points).toContain(`systemctl ${job} container@web.service`);
  });

  test("puts back what there was, where it does not come up", async () => {
    const bad = { bindMounts: { "/srv": { hostPath: "/not/there" } } };
    const run = (layout: FakeHost["layout"]) => apply(layout, [labelled("web", "two", bad)]);
    const points = await killedAfterEachChange({
      name: "apply that is rolled back",
      prepare: ({ layout }) => apply(layout, [labelled("web", "one", { tmpfs: ["/scratch"] })]),
      run,
      again: async (host) => {
        expect((await run(host.layout)).problems).toEqual([expect.stringMatching(/^NP731 /)]);
        await demandRunning(host, "web", "one");
        expect((await look(host.layout, "web")).startedWith?.get("TMPFS")).toBe("/scratch");
      },
    });
    expect(points).toContain("systemctl start container@web.service");
  });

  test("removes what is left over when it is called again, and never data", async () => {
    await killedAfterEachChange({
      name: "apply that removes one",
      prepare: async ({ layout }) => {
        await apply(layout, [labelled("a", "one"), labelled("b", "one")]);
        put(join(rootOf(layout, "b"), "data"), "");
      },
      run: (layout) => apply(layout, [labelled("a", "one")]),
      again: async (host) => {
        await apply(host.layout, [labelled("a", "one")]);
        expect(host.systemd.running()).toEqual(["a"]);
        expect(host.traces().filter((path) => /\bb\b/.test(path))).toEqual([
          "var/lib/nixos-containers/b",
        ]);
        expect(host.unfinished()).toEqual([]);
      },
    });
  });

  test("hands addresses over when it is called again", async () => {
    const [one, two, three] = ["10.0.0.1", "10.0.0.2", "10.0.0.3"] as const;
    const run = (layout: FakeHost["layout"]) =>
      apply(layout, [withAddress("a", three), withAddress("b", one), withAddress("c", two)]);
    await killedAfterEachChange({
      name: "apply that hands addresses round",
      prepare: ({ layout }) =>
        apply(layout, [withAddress("a", one), withAddress("b", two), withAddress("c", three)]),
      run,
      again: async (host) => {
        expect((await run(host.layout)).problems).toEqual([]);
        for (const [name, address] of Object.entries({ a: three, b: one, c: two })) {
          await demandRunning(host, name, "one");
          expect(host.conf(name, "LOCAL_ADDRESS")).toBe(address);
        }
      },
    });
  });
});
