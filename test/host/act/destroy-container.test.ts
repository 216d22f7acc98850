import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { destruction } from "../../../src/host/act/destroy-container.js";
import { rootOf } from "../../../src/host/snapshot/existing-container.js";
import { codesOf, create, destroy } from "../support/fake-commands.js";
import { FakeHost } from "../support/fake-host.js";

async function withContainer(): Promise<FakeHost> {
  const host = new FakeHost();
  await create(host.layout, "web", { start: true, options: { autoStart: true } });
  return host;
}

test("a container is stopped and removed, with all that is of it", async () => {
  const host = await withContainer();
  expect(await destruction(host.layout, "web")).toEqual([
    "the running container, which is stopped",
    `${host.path("var/lib/nixos-containers/web")} with all that is in it`,
    `${host.path("nix/var/nix/profiles/per-container/web")} (1 generation)`,
    host.path("etc/nixos-containers/web.conf"),
  ]);
  await destroy(host.layout, "web");
  expect(host.traces()).toEqual([]);
  expect(host.systemd.running()).toEqual([]);
});

test("nothing is stopped or removed where something is mounted in its root", async () => {
  const host = await withContainer();
  const data = join(rootOf(host.layout, "web"), "srv");
  mkdirSync(data);
  host.processes.mounts([data]);
  const before = host.traces();
  expect(await codesOf(destroy(host.layout, "web"))).toEqual(["NP719"]);
  expect(host.systemd.running()).toEqual(["web"]);
  expect(host.traces()).toEqual(before);
  expect(existsSync(data)).toBe(true);
  host.processes.mounts([]);
  await destroy(host.layout, "web");
  expect(host.traces()).toEqual([]);
});

test("what cannot be stopped is killed: its data goes, too", async () => {
  const host = await withContainer();
  host.systemd.deaf.add("web");
  await destroy(host.layout, "web");
  expect(host.traces()).toEqual([]);
  expect(host.systemd.running()).toEqual([]);
});
