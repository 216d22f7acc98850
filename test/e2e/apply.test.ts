import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { describeLab } from "./support/availability.js";
import { commandsOn } from "./support/commands.js";
import { eventually } from "../support/eventually.js";
import { installContainers } from "./support/containers.js";
import type { Run } from "../support/program.js";
import { LabHost } from "./support/lab-host.js";
import { installProgram, labNixpkgs, program, writeConfig } from "./support/program.js";

/** `apply`, with the real systemd, systemd-nspawn and Nix. */
describeLab("apply on a host", () => {
  let host: LabHost;
  beforeAll(async () => {
    host = await LabHost.boot();
    await installContainers(host);
    await installProgram(host);
  });
  afterAll(async () => {
    await host.stop();
  });
  // What one test leaves behind when it fails is nothing to the next.
  afterEach(async () => {
    await host.sh(`
      names=$(ls /etc/nixos-containers | sed -n 's/\\.conf$//p')
      [ -z "$names" ] || ${program} destroy --yes $names`);
  });

  const { create, done, killedWhen, leader, run, statusOf, traces } = commandsOn(() => host);

  /** One container each of these, with the label of its system. */
  function config(
    containers: Readonly<Record<string, readonly [label: string, more?: string]>>,
  ): void {
    const specs = Object.entries(containers).map(
      ([name, [label, more = ""]]) =>
        `${name}: { ${more.includes("autoStart") ? "" : "autoStart: true,"} ${more} config: { system: { nixos: { label: "${label}" }, stateVersion: "26.05" } } }`,
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

  test("a change that was written and not brought about is not forgotten", async () => {
    const later = "restartIfChanged: false,";
    config({ a: ["one", later] });
    fine(await apply());
    const before = await leader("a");
    config({ a: ["one", `${later} enableTun: true, tmpfs: ["/scratch"],`] });
    const held = await apply();
    expect([held.exitCode, held.stdout]).toEqual([0, expect.stringContaining("restartIfChanged")]);
    expect(await leader("a")).toBe(before);
    expect((await statusOf("a"))[0]?.drift).toEqual(["conf"]);

    config({ a: ["one", 'enableTun: true, tmpfs: ["/scratch"],'] });
    expect((await apply("--dry-run")).stdout).toMatch(/restarted +a +tmpfs: not set -> \/scratch/);
    expect((await apply()).stderr).toContain("a: restarted");
    const [status] = await statusOf("a");
    expect([status?.state, status?.drift]).toEqual(["active", []]);
    // A comment, and what is read at no start, are no drift.
    await host.sh("sed -i -e '1i # by hand' -e 's/^AUTO_START=.*//' /etc/nixos-containers/a.conf");
    expect((await statusOf("a"))[0]?.drift).toEqual([]);

    config({ a: ["one", `${later} tmpfs: ["/scratch"],`] });
    await apply();
    expect((await statusOf("a"))[0]?.drift).toEqual(["conf"]);
    expect((await apply()).stderr).not.toMatch(/a: (restarted|reloaded)/);
    config({ a: ["one", 'tmpfs: ["/scratch"],'] });
    // Of the unit alone, which no process has in its environment.
    expect((await apply("--dry-run")).stdout).toMatch(/enableTun: true -> not set/);
    expect((await apply()).stderr).toContain("a: restarted");
    expect((await apply()).stderr).not.toContain("a: restarted");
  });

  test("a container gives an interface to another one before that starts", async () => {
    await host.sh("ip link add lab-a type veth peer lab-c; ip link add lab-b type veth peer lab-d");
    config({ a: ["one", 'interfaces: ["lab-a"],'], b: ["one", 'interfaces: ["lab-b"],'] });
    fine(await apply());
    config({ a: ["one", 'interfaces: ["lab-b"],'], b: ["one", 'interfaces: ["lab-a"],'] });
    fine(await apply());
    const inside = (name: string) => done("run", name, "--", "/bin/sh", "-c", "ls /sys/class/net");
    expect(await inside("a")).toContain("lab-b");
    expect(await inside("b")).toContain("lab-a");
    expect((await apply()).stderr).not.toContain("restarted");

    // One more time with a kill in between.
    config({ a: ["one", 'interfaces: ["lab-a"],'], b: ["one", 'interfaces: ["lab-b"],'] });
    const haveStopped = '[ "$(systemctl is-active container@a container@b | sort -u)" = inactive ]';
    await killedWhen(haveStopped, "apply", "--config", "/srv/config", "--nixpkgs", labNixpkgs);
    fine(await apply());
    expect([await inside("a"), await inside("b")]).toEqual([
      expect.stringContaining("lab-a"),
      expect.stringContaining("lab-b"),
    ]);

    // What one has given is the other's, also where that one does not come up again.
    const bad = 'bindMounts: { "/srv": { hostPath: "/not/there" } },';
    config({ a: ["one", bad], b: ["one", 'interfaces: ["lab-a"],'] });
    const failed = await apply();
    expect([failed.exitCode, failed.stderr]).toEqual([
      4,
      expect.stringMatching(/error NP731: container `a` did not come up .* it is not started/),
    ]);
    expect((await statusOf()).map(({ state }) => state)).toEqual(["inactive", "active"]);
    expect(await inside("b")).toContain("lab-a");
    config({ a: ["one"], b: ["one", 'interfaces: ["lab-a"],'] });
    fine(await apply());
    expect((await statusOf()).map(({ state }) => state)).toEqual(["active", "active"]);
    await done("destroy", "a", "b", "--yes");
    await host.sh("ip link del lab-c; ip link del lab-d");
  });

  test("a container that fails again and again is repaired by another system", async () => {
    await host.sh("mkdir /late");
    const bind = 'bindMounts: { "/data": { hostPath: "/late" } },';
    config({ a: ["one", bind] });
    fine(await apply());
    await host.sh("rmdir /late; systemctl restart --no-block container@a");
    await eventually(async () => {
      const { stdout } = await host.run("systemctl", "show", "container@a", "-p", "SubState");
      return stdout === "SubState=auto-restart";
    });
    config({ a: ["two", bind] });
    // At the end of each try it does not run for a moment.
    await eventually(async () => /^restarted +a/.test((await apply("--dry-run")).stdout));
    await host.sh("mkdir /late");
    fine(await apply());
    await eventually(async () => {
      const [a] = await statusOf("a");
      return a?.state === "active" && a.runningSystem?.endsWith("-a-two") === true;
    });
    await done("destroy", "a", "--yes");
    await host.sh("rmdir /late");
  });

  test("what starts with the host does, and nothing else", async () => {
    config({ a: ["one"], b: ["one", "autoStart: false,"] });
    fine(await apply());
    await host.sh("systemctl stop container@a");
    // As a boot of the host does.
    await host.sh("systemctl start multi-user.target");
    await host.sh(
      "for i in $(seq 1000); do ! systemctl is-active container@a || exit 0; sleep 0.1; done",
    );
    expect((await statusOf()).map(({ state }) => state)).toEqual(["active", "inactive"]);
  });

  test("two at once end as each of them would", async () => {
    config({ a: ["one"], b: ["one"] });
    const both = await Promise.all([apply(), apply()]);
    expect(both.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    config({ a: ["two"], b: ["one", 'tmpfs: ["/scratch"],'] });
    const again = await Promise.all([apply(), apply("--verbose")]);
    expect(again.map(({ exitCode, stderr }) => [exitCode, exitCode === 0 ? "" : stderr])).toEqual([
      [0, ""],
      [0, ""],
    ]);
    const said = again.map(({ stderr }) => stderr).join("\n");
    // What one has done, the other finds done.
    expect([said.match(/^a: reloaded$/gm)?.length, said]).toEqual([1, said]);
    expect([said.match(/^b: restarted$/gm)?.length, said]).toEqual([1, said]);
    expect((await apply()).stderr).not.toMatch(/reloaded|restarted/);
    expect(await host.sh("ls /var/lib/nixpawn/unfinished")).toBe("");
  });

  test("what others made stays theirs, and so do their addresses", async () => {
    expect((await create("a", "--config-expr", "{ }")).exitCode).toBe(0);
    expect((await create("b", "--private-network")).exitCode).toBe(0);
    const [, other] = await statusOf();
    const address = other?.addresses[0] ?? "";
    expect(address).toMatch(/^10\.233\./);
    config({ a: ["one"], c: ["one", `privateNetwork: true, localAddress: "${address}",`] });
    const refused = await apply();
    expect(refused.exitCode).toBe(4);
    expect(refused.stderr).toMatch(/error NP703: container `a` comes from .*\n.*containers\.ts:\d/);
    expect(refused.stderr).toMatch(
      /error NP715: the address `10\.233\S+` is in use by container `b`\n.*\(containers\.c\.local/,
    );
    expect((await statusOf()).map(({ name }) => name)).toEqual(["a", "b"]);
    config({ a: ["one"] });
    fine(await apply("--take-over"));
    expect((await statusOf("a"))[0]?.system).toMatch(/-a-one$/);
    fine(await apply());
  });
});

function fine({ exitCode, stderr }: Run): void {
  expect([exitCode, exitCode === 0 ? "" : stderr]).toEqual([0, ""]);
}
