import { existsSync, lstatSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { namedContainers } from "../../../src/cli/container/each-container.js";
import { createContainer } from "../../../src/host/act/create-container.js";
import { destroyContainer, destruction } from "../../../src/host/act/destroy-container.js";
import { desiredContainer } from "../../../src/host/actions/desired.js";
import { existingContainer } from "../../../src/host/snapshot/existing-container.js";
import { readHost } from "../../../src/host/snapshot/host-state.js";
import { hostLayout, type HostLayout } from "../../../src/host/layout.js";
import { planActions } from "../../../src/host/actions/plan-actions.js";
import { noteUnfinished } from "../../../src/host/snapshot/unfinished.js";
import { folderWith } from "../../support/program.js";

/** A host of the old places, where podman has its own, too. */
function oldHost(): HostLayout {
  return hostLayout(
    folderWith({
      "etc/containers/web.conf": "PRIVATE_NETWORK=1\nHOST_PORT=\nAUTO_START=0\n",
      "etc/containers/storage.conf": '[storage]\ndriver = "overlay"\n',
      "var/lib/containers/web/etc/os-release": "",
      "var/lib/containers/storage/db.sql": "",
      "var/lib/containers/cache/blob": "",
    }),
  );
}

const nothing = (): void => undefined;

describe("on an old host, what is podman's", () => {
  test("is no container to be destroyed, or for any other command", async () => {
    const layout = oldHost();
    for (const name of ["storage", "cache"]) {
      await expect(destruction(layout, name)).rejects.toThrow(/^NP717: /);
      await expect(destroyContainer(layout, name, nothing)).rejects.toThrow(/^NP717: /);
      await expect(existingContainer(layout, name)).rejects.toThrow(/^NP717: /);
    }
    expect(namedContainers({ names: [], all: true }, layout)).toEqual(["web"]);
    await destroyContainer(layout, "web", nothing);
    expect(existsSync(join(layout.confFolder, "web.conf"))).toBe(false);
    expect(existsSync(join(layout.roots, "web"))).toBe(false);
    expect(existsSync(join(layout.confFolder, "storage.conf"))).toBe(true);
    expect(existsSync(join(layout.roots, "storage/db.sql"))).toBe(true);
  });

  test("is not in the root of a new container, nor written over", async () => {
    const layout = oldHost();
    const make = (name: string) =>
      createContainer(
        layout,
        {
          name,
          options: {},
          configuration: "{ }\n",
          buildSystem: () => Promise.resolve(),
          request: name,
        },
        nothing,
      );
    await expect(make("storage")).rejects.toThrow(/^NP720: .*storage\.conf` is there already/);
    await expect(make("cache")).rejects.toThrow(/^NP720: .*containers\/cache` is there already/);
    // Data of a container that was there before is another matter.
    mkdirSync(join(layout.roots, "data/etc"), { recursive: true });
    await make("data");
    await make("new");
    expect(namedContainers({ names: [], all: true }, layout)).toEqual(["data", "new", "web"]);
  });

  test("is in the way of a config's container, and nobody is told to destroy it", async () => {
    const layout = oldHost();
    const host = await readHost(layout, ["storage"]);
    const desired = desiredContainer({ name: "storage", options: {}, system: undefined });
    const { problems } = planActions([desired], host, {
      config: "/c.ts",
      known: ["storage"],
      prune: false,
      takeOver: false,
    });
    expect(problems).toMatchObject([
      {
        code: "NP703",
        message: expect.stringContaining("storage.conf` is another program's") as unknown,
        hint: "take another name for the container",
      },
    ]);
  });

  test("stays where a container of the same name is removed", async () => {
    const layout = oldHost();
    mkdirSync(join(layout.profiles, "storage"), { recursive: true });
    await destroyContainer(layout, "storage", nothing);
    expect(existsSync(join(layout.profiles, "storage"))).toBe(false);
    expect(existsSync(join(layout.roots, "storage/db.sql"))).toBe(true);
    expect(existsSync(join(layout.confFolder, "storage.conf"))).toBe(true);
  });
});

test("a root alone is a container's where a profile or a note says so, or in the new place", async () => {
  const old = oldHost();
  mkdirSync(join(old.roots, "db/etc"), { recursive: true });
  await expect(destruction(old, "db")).rejects.toThrow(/^NP717: /);
  await noteUnfinished(old, "db", { command: "destroy", before: {} });
  expect(await destruction(old, "db")).toEqual([`${old.roots}/db with all that is in it`]);
  mkdirSync(join(old.roots, "mail/etc"), { recursive: true });
  mkdirSync(join(old.profiles, "mail"), { recursive: true });
  expect(await destruction(old, "mail")).toHaveLength(2);

  const current = hostLayout(folderWith({}));
  mkdirSync(join(current.roots, "db"), { recursive: true });
  writeFileSync(join(current.roots, "db/file"), "");
  expect(await destruction(current, "db")).toHaveLength(1);
});

test("of a root that is a link it is said that what it leads to stays, and it does", async () => {
  const layout = hostLayout(
    folderWith({ "etc/nixos-containers/web.conf": "PRIVATE_NETWORK=0\n", "data/web/mine": "" }),
  );
  mkdirSync(layout.roots, { recursive: true });
  const root = join(layout.roots, "web");
  symlinkSync("../../../data/web", root);
  const words = `${root}, a link; what it leads to, ${layout.root}/data/web, stays`;
  expect(await destruction(layout, "web")).toEqual([words, join(layout.confFolder, "web.conf")]);
  await destroyContainer(layout, "web", nothing);
  expect(lstatSync(root, { throwIfNoEntry: false })).toBeUndefined();
  expect(existsSync(join(layout.root, "data/web/mine"))).toBe(true);

  // A link alone that leads nowhere is removed, too.
  symlinkSync("nowhere", root);
  expect(await destruction(layout, "web")).toHaveLength(1);
  await destroyContainer(layout, "web", nothing);
  expect(lstatSync(root, { throwIfNoEntry: false })).toBeUndefined();
});
