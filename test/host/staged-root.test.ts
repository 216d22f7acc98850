import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { createContainer } from "../../src/host/act/create-container.js";
import { destroyContainer, destruction } from "../../src/host/act/destroy-container.js";
import { hostLayout } from "../../src/host/layout.js";
import { withContainerLock } from "../../src/host/locks.js";
import { setProfiles } from "../../src/host/act/set-profiles.js";
import { demandRealFolders } from "../../src/host/staged-root.js";
import { containerToUpdate } from "../../src/host/act/update-container.js";
import { folderWith } from "../support/program.js";

const conf = { "etc/nixos-containers/web.conf": "PRIVATE_NETWORK=1\n" };

/** A staged root with a link in the place of a folder, and what the link leads to. */
function stagedWith(place: string, files: Readonly<Record<string, string>> = {}) {
  const root = folderWith(files);
  const outside = folderWith({});
  mkdirSync(dirname(join(root, place)), { recursive: true });
  symlinkSync(outside, join(root, place));
  return { root, outside };
}

function np403(place: string): RegExp {
  return new RegExp(`^NP403: a link is in the place of \`${place}\``);
}

function nothing(): void {
  // No step is told.
}

test.each([
  "etc",
  "etc/nixos-containers",
  "etc/systemd",
  "etc/systemd/system.control",
  "var",
  "var/lib",
  "var/lib/nixos-containers",
  "var/lib/nixpawn",
  "var/lib/nixpawn/unfinished",
  "run",
  "run/nixpawn",
  "nix",
  "nix/var/nix",
  "nix/var/nix/profiles/per-container",
  "nix/var/nix/gcroots",
  "nix/var/nix/gcroots/per-container",
])("no command uses a staged root where %s is a link", (place) => {
  const { root } = stagedWith(place);
  expect(() => hostLayout(root)).toThrow(np403(place));
});

test("each link is told once, and so is a file in the place of a folder", () => {
  const { root, outside } = stagedWith("var");
  symlinkSync(outside, join(root, "nix"));
  writeFileSync(join(root, "etc"), "");
  const shown = expect.objectContaining({
    problems: [
      expect.objectContaining({ message: "a file is in the place of `etc`" }),
      expect.objectContaining({ message: "a link is in the place of `nix`" }),
      expect.objectContaining({ message: "a link is in the place of `var`" }),
    ],
  });
  expect(() => hostLayout(root)).toThrow(shown);
});

test("the staged root itself may be a link, and a root of the old places has links elsewhere", () => {
  const root = folderWith({ "etc/containers/web.conf": "PRIVATE_NETWORK=1\n" });
  const link = join(folderWith({}), "root");
  symlinkSync(root, link);
  symlinkSync(folderWith({}), join(root, "etc/nixos-containers"));
  expect(hostLayout(link).confFolder).toBe(join(link, "etc/containers"));
});

test("links of a host that is not staged are its administrator's", () => {
  const { root } = stagedWith("data");
  expect(() => {
    demandRealFolders({ root: "/" }, [join(root, "data/x")]);
  }).not.toThrow();
});

describe.each([
  "nix/var/nix/profiles/per-container/web",
  "nix/var/nix/gcroots/per-container/web",
  "etc/systemd/system.control/container@web.service.d",
  "etc/systemd/system.control/multi-user.target.wants",
])("where %s is a link", (place) => {
  test("nothing of the container is changed", async () => {
    const { root, outside } = stagedWith(place, conf);
    writeFileSync(join(outside, "nixpawn.conf"), "");
    const layout = hostLayout(root);
    const refused = np403(place);
    await expect(destruction(layout, "web")).rejects.toThrow(refused);
    await expect(destroyContainer(layout, "web", nothing)).rejects.toThrow(refused);
    const locked = withContainerLock(layout, "web", () => Promise.resolve());
    await expect(locked).rejects.toThrow(refused);
    const wanted = [{ name: "web", system: "/nix/store/x-system" }];
    await expect(setProfiles(layout, wanted)).rejects.toThrow(refused);
    expect(readdirSync(outside)).toEqual(["nixpawn.conf"]);
  });
});

describe("where the root of a container is a link", () => {
  const place = "var/lib/nixos-containers/web";

  test("nothing is made or looked at in it", async () => {
    const { root, outside } = stagedWith(place);
    const layout = hostLayout(root);
    const wanted = {
      name: "web",
      options: {},
      configuration: "{ }",
      buildSystem: () => Promise.resolve(),
      request: "",
    };
    await expect(createContainer(layout, wanted, nothing)).rejects.toThrow(np403(place));
    expect(readdirSync(outside)).toEqual([]);
    const old = stagedWith(place, conf);
    const update = containerToUpdate(hostLayout(old.root), "web");
    await expect(update).rejects.toThrow(np403(place));
  });

  test("`destroy` removes the link alone", async () => {
    const { root, outside } = stagedWith(place, conf);
    writeFileSync(join(outside, "data"), "");
    await destroyContainer(hostLayout(root), "web", nothing);
    expect(readdirSync(join(root, "var/lib/nixos-containers"))).toEqual([]);
    expect(readdirSync(outside)).toEqual(["data"]);
  });
});
