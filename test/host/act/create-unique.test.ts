import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import type { NewContainer } from "../../../src/host/act/create-container.js";
import { createUnique, numberedName } from "../../../src/host/act/create-unique.js";
import { isPossibleName } from "../../../src/host/container-name.js";
import { confPath, type HostLayout } from "../../../src/host/layout.js";
import { withContainerLock } from "../../../src/host/locks.js";
import { noteUnfinished, readUnfinished } from "../../../src/host/snapshot/unfinished.js";
import { hostWith } from "../support/hosts.js";

const container = (name: string, more: Partial<NewContainer> = {}): NewContainer => ({
  name,
  options: {},
  configuration: "{ }\n",
  buildSystem: () => Promise.resolve(),
  request: "mine",
  ...more,
});

async function nameOf(layout: HostLayout, wanted = "web"): Promise<string> {
  const describeIt = (name: string) => Promise.resolve(container(name));
  const made = await createUnique(layout, wanted, describeIt, () => undefined);
  expect(existsSync(confPath(layout, made.name))).toBe(true);
  return made.name;
}

describe("the name of a container that is to be unique", () => {
  test("is the wanted one, then with a number, where conf file, profile or root are there", async () => {
    const layout = hostWith({ confs: { a: "PRIVATE_NETWORK=0\n" }, profiles: { "a-1": "/x" } });
    mkdirSync(join(layout.roots, "a-2"), { recursive: true });
    expect(await nameOf(layout, "a")).toBe("a-3");
    expect(await nameOf(layout, "b")).toBe("b");
    expect(await nameOf(layout, "b")).toBe("b-1");
  });

  test("is not one that another command has in hand: it is not waited for", async () => {
    const layout = hostWith({});
    await withContainerLock(layout, "web", async () => {
      expect(await nameOf(layout)).toBe("web-1");
    });
    expect(existsSync(confPath(layout, "web"))).toBe(false);
  });

  test("is not one that was taken while it was chosen", async () => {
    const layout = hostWith({});
    const asked: string[] = [];
    const describeIt = (name: string) => {
      asked.push(name);
      mkdirSync(join(layout.roots, "web"), { recursive: true });
      return Promise.resolve(container(name));
    };
    const made = await createUnique(layout, "web", describeIt, () => undefined);
    expect([asked, made.name]).toEqual([["web", "web-1"], "web-1"]);
  });

  test("differs between many at once", async () => {
    const layout = hostWith({});
    const names = await Promise.all([1, 2, 3, 4].map(() => nameOf(layout)));
    expect(names.sort()).toEqual(["web", "web-1", "web-2", "web-3"]);
  });

  test("is the one that the same command had when it was killed, and no other command's", async () => {
    const layout = hostWith({ confs: { web: "PRIVATE_NETWORK=0\n" } });
    const before = { root: false, configuration: "{ }\n" };
    const note = (request: string) => ({ command: "create", before: { ...before, request } });
    await noteUnfinished(layout, "web", note("another's"));
    await noteUnfinished(layout, "web-1", { command: "create", before });
    await noteUnfinished(layout, "web-2", { command: "destroy", before: {} });
    await noteUnfinished(layout, "web-3", note("mine"));
    writeFileSync(confPath(layout, "web-3"), "LOCAL_ADDRESS=10.0.0.1\n");
    expect(await nameOf(layout)).toBe("web-3");
    expect(readUnfinished(layout, "web-3")).toBeUndefined();
    expect(readUnfinished(layout, "web")).toBeDefined();
    expect(await nameOf(layout)).toBe("web-4");
  });

  test("stays a name: a long one is cut", async () => {
    const layout = hostWith({});
    const long = `${"x".repeat(60)}-yz`;
    expect(await nameOf(layout, long)).toBe(long);
    expect(await nameOf(layout, long)).toBe(`${"x".repeat(60)}-1`);
    for (const number of [1, 9, 10, 12345]) {
      const name = numberedName(long, number);
      expect([name.endsWith(`-${String(number)}`), isPossibleName(name)]).toEqual([true, true]);
      expect(name.length).toBeLessThan(64);
    }
  });
});

test("what is noted of a create says at once what was asked for", async () => {
  const layout = hostWith({});
  const found: unknown[] = [];
  const buildSystem = () => {
    found.push(readUnfinished(layout, "web"));
    return Promise.resolve();
  };
  const describeIt = (name: string) => Promise.resolve(container(name, { buildSystem }));
  await createUnique(layout, "web", describeIt, () => undefined);
  expect(found).toMatchObject([{ command: "create", before: { request: "mine", root: false } }]);
});
