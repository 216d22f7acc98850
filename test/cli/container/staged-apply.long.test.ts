import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { describeWith } from "../../nix/support/tools.js";
import { fixture, profileOf } from "../../evaluate/support/private-store.js";
import { containersOf, fine, ssh, StagedHost } from "./support/staged-host.js";

describeWith("nix-build")("apply to a root that is staged", () => {
  test("creates, does nothing twice, and prunes without touching data", async () => {
    const host = new StagedHost();
    writeFileSync(host.path("containers.ts"), containersOf("a", "b"));
    const words = ["apply", "--nixpkgs", fixture];
    const first = await host.run(...words);
    expect([first.exitCode, first.exitCode === 0 ? "" : first.stderr]).toEqual([0, ""]);
    expect(first.stderr).toContain("a: created\n");
    expect(host.conf("a")).toMatchObject({ AUTO_START: "1", PRIVATE_USERS: "no" });
    expect(profileOf(host.folder, "b")?.generation).toBe(1);
    const second = await host.run(...words);
    expect(second).toMatchObject({ exitCode: 0 });
    expect(second.stderr).not.toMatch(/created|restarted|building/);

    mkdirSync(host.path("var/lib/nixos-containers/b"), { recursive: true });
    writeFileSync(host.path("containers.ts"), containersOf("a"));
    const kept = await host.run(...words);
    expect(kept.stdout).toContain("left over: b");
    expect(existsSync(host.path("etc/nixos-containers/b.conf"))).toBe(true);
    const pruned = await host.run(...words, "--prune");
    expect(pruned.stderr).toContain("b: removed\n");
    expect(existsSync(host.path("etc/nixos-containers/b.conf"))).toBe(false);
    expect(profileOf(host.folder, "b")).toBeUndefined();
    expect(existsSync(host.path("var/lib/nixos-containers/b"))).toBe(true);
  });

  test("one is created from a config, which alone says what it is like", async () => {
    const host = new StagedHost();
    writeFileSync(host.path("containers.ts"), containersOf("a", "b"));
    const from = ["--from", "containers.ts"];
    for (const [more, shown] of [
      [["--bind", "/data", "--auto-start"], "go with `--auto-start`, `--bind`\n"],
      [ssh, "go with `--config-expr`\n"],
      [["-c", "x.nix"], "go with `--config`\n"],
      [["--ensure-unique-name"], "go with `--ensure-unique-name`\n"],
      [["--start"], "`nixpawn start a` afterwards"],
    ] as const) {
      const refused = await host.create("a", ...from, ...more);
      expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining(shown)]);
    }
    const bad = await host.create("../a", ...from, "--start");
    expect(bad).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("error NP710") });
    expect(host.traces()).toEqual([]);

    fine(await host.create("a", ...from));
    expect(host.traces().filter((path) => path.endsWith(".conf"))).toEqual([
      "etc/nixos-containers/a.conf",
    ]);
    const again = await host.create("a", ...from, "--format", "json");
    expect(again).toMatchObject({ exitCode: 4, stdout: expect.stringContaining('"NP720"') });
    fine(await host.create("b", ...from));
  });
});
