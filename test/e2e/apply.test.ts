import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { describeLab } from "./support/availability.js";
import { commandsOn } from "./support/commands.js";
import { installContainers } from "./support/containers.js";
import { LabHost } from "./support/lab-host.js";
import { installProgram, labNixpkgs, program, writeConfig } from "./support/program.js";

/** `apply`, with the real systemd, systemd-nspawn and Nix. */
describeLab("apply on a host", () => {
  let host: LabHost;
  beforeAll(async () => {
    host = await LabHost.boot();
    await installContainers(host);
    await installProgram(host);
  }, 300_000);
  afterAll(async () => {
    await host.stop();
  });
  // What one test leaves behind when it fails is nothing to the next.
  afterEach(async () => {
    await host.sh(`
      names=$(ls /etc/nixos-containers | sed -n 's/\\.conf$//p')
      [ -z "$names" ] || ${program} destroy --yes $names`);
  });

  const { done, leader, run, statusOf, traces } = commandsOn(() => host);

  /** One container each of these, with the label of its system. */
  function config(
    containers: Readonly<Record<string, readonly [label: string, more?: string]>>,
  ): void {
    const specs = Object.entries(containers).map(
      ([name, [label, more = ""]]) =>
        `${name}: { autoStart: true, ${more} config: { system: { nixos: { label: "${label}" }, stateVersion: "26.05" } } }`,
    );
    writeConfig(
      host,
      "/srv/config/containers.ts",
      `import { defineContainers } from "nixpawn";\nexport default defineContainers({ ${specs.join(", ")} });\n`,
    );
  }
  const apply = (...words: readonly string[]) =>
    run("apply", "--config", "/srv/config", "--nixpkgs", labNixpkgs, ...words);

  test("creates, reloads, restarts, prunes, and does nothing twice", async () => {
    config({ a: ["one"], b: ["one"], c: ["one"] });
    const first = await apply();
    expect([first.exitCode, first.exitCode === 0 ? "" : first.stderr]).toEqual([0, ""]);
    expect((await statusOf()).map(({ name, state }) => [name, state])).toEqual([
      ["a", "active"],
      ["b", "active"],
      ["c", "active"],
    ]);
    const second = await apply();
    expect(second.exitCode).toBe(0);
    expect(second.stderr).not.toMatch(/evaluated|building|created|restarted/);

    const before = await Promise.all(["a", "b", "c"].map(leader));
    config({ a: ["one"], b: ["two"], c: ["one", 'tmpfs: ["/scratch"],'] });
    const third = await apply();
    expect([third.exitCode, third.exitCode === 0 ? "" : third.stderr]).toEqual([0, ""]);
    expect(third.stderr).toContain("b: reloaded");
    expect(third.stderr).toContain("c: restarted");
    const after = await Promise.all(["a", "b", "c"].map(leader));
    expect([after[0] === before[0], after[1] === before[1], after[2] === before[2]]).toEqual([
      true,
      true,
      false,
    ]);
    const [, b] = await statusOf();
    expect(b?.runningSystem).toMatch(/-b-two$/);
    expect(await done("run", "c", "--", "/bin/sh", "-c", "stat -f -c %T /scratch")).toBe("tmpfs");

    config({ a: ["one"] });
    const pruned = await apply("--prune");
    expect([pruned.exitCode, pruned.exitCode === 0 ? "" : pruned.stderr]).toEqual([0, ""]);
    expect((await statusOf()).map(({ name }) => name)).toEqual(["a"]);
    expect(await host.sh("ls /var/lib/nixos-containers")).toBe("a\nb\nc");

    // By another name it is another container, which must not meet the old one.
    config({ d: ["one"] });
    expect(await apply("--prune")).toMatchObject({ exitCode: 0 });
    const journal = await host.sh(
      "journalctl --quiet --output=cat --unit=container@a --unit=container@d",
    );
    expect(journal.lastIndexOf("Stopped container@a")).toBeGreaterThan(0);
    expect(journal.indexOf("Starting container@d")).toBeGreaterThan(
      journal.lastIndexOf("Stopped container@a"),
    );
    await done("destroy", "a", "b", "c", "d", "--yes");
    expect(await traces()).toBe("");
  });

  test("a container that does not come up gets back what it had; the others are right", async () => {
    config({ a: ["one"], b: ["one"] });
    await apply();
    const bad = 'bindMounts: { "/srv": { hostPath: "/not/there" } },';
    config({ a: ["two"], b: ["two", bad] });
    const failed = await apply("--verbose");
    expect(failed.exitCode).toBe(4);
    expect(failed.stderr).toContain("error NP731: container `b` did not come up");
    const [a, b] = await statusOf();
    expect([a?.state, a?.runningSystem]).toEqual(["active", a?.system]);
    expect(a?.system).toMatch(/-a-two$/);
    expect([b?.state, b?.runningSystem]).toEqual(["active", b?.system]);
    expect(b?.system).toMatch(/-b-one$/);
    expect(await host.sh("grep -c not/there /etc/nixos-containers/b.conf || true")).toBe("0");
    // It is the generation that it was: one before it is older still.
    expect(b?.generation).toBe(1);

    // A container that cannot be switched is not stopped for it.
    const before = await leader("a");
    await host.sh("install -D /dev/null /var/lib/nixos-containers/a/etc/lab/switch-fails");
    config({ a: ["three"], b: ["one"] });
    const unswitched = await apply("--verbose");
    expect(unswitched.exitCode).toBe(4);
    expect(unswitched.stderr).toContain("container `a` could not be reloaded");
    expect(await leader("a")).toBe(before);
    expect((await statusOf("a"))[0]?.system).toMatch(/-a-two$/);
    await host.sh("rm /var/lib/nixos-containers/a/etc/lab/switch-fails");

    config({ a: ["two"], b: ["two", bad] });
    const left = await apply("--no-rollback");
    expect(left.stderr).toContain("error NP714");
    expect((await statusOf("b"))[0]?.state).not.toBe("active");
    await done("destroy", "a", "b", "--yes");
  });
});
