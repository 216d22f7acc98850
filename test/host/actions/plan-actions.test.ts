import { describe, expect, test } from "@jest/globals";
import type { HostContainer, Owner } from "../../../src/host/snapshot/host-state.js";
import { hostLayout } from "../../../src/host/layout.js";
import { planActions } from "../../../src/host/actions/plan-actions.js";
import { config, now, old, onHost, plan, wanted } from "../support/plans.js";

describe("the plan of actions", () => {
  test("what is not there is created", () => {
    expect(plan([wanted({})], []).actions).toMatchObject([{ name: "web", kind: "created" }]);
    // A profile alone is no container.
    const profileOnly = { ...onHost(wanted({})), conf: undefined };
    expect(plan([wanted({})], [profileOnly]).actions[0]?.kind).toBe("created");
  });

  test.each([
    ["created", true, "created"],
    ["created", false, "created"],
    ["restarted", true, "restarted"],
    // An apply that was killed may have stopped it: it ran when that began.
    ["restarted", false, "restarted"],
    ["reloaded", true, "reloaded"],
    ["reloaded", false, "restarted"],
    ["untouched", true, "untouched"],
  ] as const)("%s that was interrupted, and it runs: %s", (begun, running, kind) => {
    const same = wanted({});
    const host = { ...onHost(same, { running }), begun };
    expect(plan([same], [host]).actions).toMatchObject([{ kind }]);
  });

  test("a reload that was interrupted is a restart where that is needed by now", () => {
    const host = { ...onHost(wanted({})), begun: "reloaded" } as const;
    expect(plan([wanted({ tmpfs: ["/tmp"] })], [host]).actions[0]?.kind).toBe("restarted");
  });

  test("what is as it is to be is left alone", () => {
    const same = wanted({ tmpfs: ["/tmp"], privateNetwork: true, hostAddress: "10.0.0.1" });
    expect(plan([same], [onHost(same)]).actions).toMatchObject([
      { kind: "untouched", reasons: [], notes: [] },
    ]);
  });

  test("another system is a reload, with both store paths", () => {
    const [action] = plan([wanted({}, now)], [onHost(wanted({}))]).actions;
    expect(action).toMatchObject({
      kind: "reloaded",
      reasons: [{ key: "system", options: ["config"], before: old, after: now, effect: "reload" }],
      systems: { before: old, after: now },
    });
  });

  test("a running container that has not taken up its profile is reloaded", () => {
    const host = onHost(wanted({}), { profile: now, runningSystem: old });
    expect(plan([wanted({}, now)], [host]).actions[0]).toMatchObject({
      kind: "reloaded",
      reasons: [{ key: "system", before: old, after: now }],
    });
    const taken = onHost(wanted({}), { profile: now, runningSystem: now });
    expect(plan([wanted({}, now)], [taken]).actions[0]?.kind).toBe("untouched");
    const profileBehind = onHost(wanted({}), { profile: old, runningSystem: now });
    expect(plan([wanted({}, now)], [profileBehind]).actions[0]?.kind).toBe("reloaded");
  });

  test("what is set at the start is a restart, key by key", () => {
    const before = wanted({ privateNetwork: true, hostAddress: "10.0.0.1", ephemeral: true });
    const after = wanted({ privateNetwork: true, localAddress: "10.0.0.2", tmpfs: ["/tmp"] }, now);
    expect(plan([after], [onHost(before)]).actions[0]).toMatchObject({
      kind: "restarted",
      reasons: [
        { key: "system", effect: "reload" },
        { key: "LOCAL_ADDRESS", options: ["localAddress"], before: undefined, after: "10.0.0.2" },
        { key: "TMPFS", options: ["tmpfs"], before: undefined, after: "/tmp", effect: "restart" },
        { key: "HOST_ADDRESS", options: ["hostAddress"], before: "10.0.0.1", after: undefined },
        { key: "EPHEMERAL", before: "1", after: undefined, effect: "restart" },
      ],
    });
  });

  test("what counts from the next start touches nothing that runs", () => {
    const after = wanted({ autoStart: true, timeoutStartSec: "5min" });
    expect(plan([after], [onHost(wanted({}))]).actions[0]).toMatchObject({
      kind: "untouched",
      reasons: [{ key: "AUTO_START" }, { key: "timeoutStartSec" }],
      notes: ["takes effect at its next start"],
    });
  });

  test("a line that is missing has its default", () => {
    const bare = onHost(wanted({}));
    const values = new Map(bare.conf?.values);
    for (const key of ["PRIVATE_USERS", "COPY_RESOLV_CONF", "EXTRA_NSPAWN_FLAGS"]) {
      values.delete(key);
    }
    const host = { ...bare, conf: { ...bare.conf, values } } as HostContainer;
    expect(plan([wanted({})], [host]).actions[0]?.kind).toBe("untouched");
  });

  test("binds among the flags, as nixpkgs has them, are the same binds", () => {
    const bindMounts = { "/a": { hostPath: "/b c" }, "/d": { isReadOnly: false } };
    const after = wanted({ bindMounts, extraFlags: ["--volatile"] });
    const host = onHost(wanted({}));
    const flags = (text: string): HostContainer => {
      const values = new Map(host.conf?.values).set("EXTRA_NSPAWN_FLAGS", text);
      return { ...host, conf: { ...host.conf, values } } as HostContainer;
    };
    const same = " --bind=/d --volatile";
    expect(plan([after], [flags(same)]).actions[0]?.reasons).toEqual([
      expect.objectContaining({ key: "BIND_RO", before: undefined, after: "/b\\x20c:/a" }),
    ]);
    const without = wanted({
      bindMounts: { "/d": { isReadOnly: false } },
      extraFlags: ["--volatile"],
    });
    expect(plan([without], [flags(same)]).actions[0]?.kind).toBe("untouched");
  });

  test("an unknown line was there at the start", () => {
    const host = onHost(wanted({}));
    const conf = { ...host.conf, values: new Map([...(host.conf?.values ?? []), ["NEW", "1"]]) };
    expect(plan([wanted({})], [{ ...host, conf } as HostContainer]).actions[0]).toMatchObject({
      kind: "restarted",
      reasons: [{ key: "NEW", options: [], before: "1", after: undefined }],
    });
  });

  test("restartIfChanged = false, and what does not run, are said", () => {
    const after = wanted({ restartIfChanged: false, tmpfs: ["/tmp"] });
    expect(plan([after], [onHost(wanted({}))]).actions[0]).toMatchObject({
      kind: "untouched",
      reasons: [{ key: "TMPFS" }],
      notes: ["restartIfChanged is false: takes effect with `systemctl restart container@web`"],
    });
    const stopped = onHost(wanted({}), { running: false });
    expect(plan([wanted({}, now)], [stopped]).actions[0]).toMatchObject({
      kind: "untouched",
      reasons: [{ key: "system" }],
      notes: ["does not run: takes effect when it starts"],
    });
    const open = onHost(wanted({}), { running: undefined });
    expect(plan([wanted({}, now)], [open]).actions[0]).toMatchObject({
      kind: "reloaded",
      notes: ["if it runs: systemd cannot be asked"],
    });
  });

  test("a line that names the profile is no other than none", () => {
    const host = onHost(wanted({}));
    const conf = (path: string) =>
      host.conf && { ...host.conf, values: new Map([...host.conf.values, ["SYSTEM_PATH", path]]) };
    const reasons = (path: string) =>
      plan([wanted({})], [{ ...host, conf: conf(path) }]).actions[0]?.reasons;
    expect(reasons("/nix/var/nix/profiles/per-container/web/system")).toEqual([]);
    expect(reasons("/nix/var/nix/profiles/per-container/db/system")).toHaveLength(1);
    expect(reasons(now)).toHaveLength(1);
  });

  test("removes, with --prune, what this config put there and nothing else", () => {
    const host = [
      onHost(wanted({}), { name: "gone" }),
      onHost(wanted({}), { name: "foreign", owner: "other" }),
      onHost(wanted({}), { name: "declared", owner: "nixos" }),
      onHost(wanted({}), { name: "elsewhere", from: "/srv/other.ts" }),
    ];
    const kept = plan([wanted({})], host);
    expect(kept.leftOver).toEqual(["gone"]);
    expect(kept.actions.map(({ name, kind }) => [name, kind])).toEqual([["web", "created"]]);
    expect(plan([wanted({})], host, true).actions).toMatchObject([
      { name: "gone", kind: "removed", systems: { before: old, after: undefined } },
      { name: "web", kind: "created" },
    ]);
  });

  test.each<Owner>(["nixos", "other"])("one of %s is in the way", (owner) => {
    const { problems } = plan([wanted({})], [onHost(wanted({}), { owner })]);
    expect(problems).toMatchObject([{ code: "NP703", path: ["web"] }]);
  });

  test("one of another config is taken over where that is said", () => {
    const host = onHost(wanted({}), { from: "/srv/other.ts" });
    const taken = { actions: [{ kind: "untouched", notes: ["until now of /srv/other.ts"] }] };
    expect(plan([wanted({})], [host])).toMatchObject({
      ...taken,
      problems: [
        { code: "NP703", message: "container `web` comes from /srv/other.ts", path: ["web"] },
      ],
    });
    const all = { config, takeOver: true, known: ["web"], prune: false };
    const state = { layout: hostLayout("/nowhere"), containers: new Map([["web", host]]) };
    expect(planActions([wanted({})], state, all)).toMatchObject({ ...taken, problems: [] });
  });
});
