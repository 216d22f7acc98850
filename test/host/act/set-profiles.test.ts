import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { hostLayout } from "../../../src/host/layout.js";
import { setProfiles, withHostLock } from "../../../src/host/act/set-profiles.js";
import { folderWith } from "../../support/program.js";
import { hostWith } from "../support/hosts.js";

describe("the lock of a host", () => {
  test("is held while a task runs, and gone after it, also when it fails", async () => {
    const layout = hostLayout(folderWith({}));
    await withHostLock(layout, () => {
      expect(existsSync(layout.lock)).toBe(true);
      return Promise.resolve();
    });
    const failing = withHostLock(layout, () => Promise.reject(new Error("it fails")));
    await expect(failing).rejects.toThrow("it fails");
    expect(existsSync(layout.lock)).toBe(false);
  });

  test("of a process that is gone counts for nothing", async () => {
    const layout = hostLayout(folderWith({}));
    mkdirSync(dirname(layout.lock), { recursive: true });
    writeFileSync(layout.lock, "4194304 1");
    expect(await withHostLock(layout, () => Promise.resolve("done"))).toBe("done");
  });

  test("is a problem when another run keeps it", async () => {
    const layout = hostLayout(folderWith({}));
    await withHostLock(layout, async () => {
      const other = withHostLock(layout, () => Promise.resolve());
      await expect(other).rejects.toThrow(/^NP705: another nixpawn is changing this host/);
    });
  });
});

test("a profile that leads there already is left as it is", async () => {
  const layout = hostWith({ profiles: { web: "/nix/store/x-system" } });
  const wanted = [{ name: "web", system: "/nix/store/x-system" }];
  expect(await setProfiles(layout, wanted)).toEqual([
    { name: "web", system: "/nix/store/x-system", generation: 3, unchanged: true },
  ]);
  expect(await setProfiles(layout, [])).toEqual([]);
});
