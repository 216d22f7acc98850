import { describe, expect, test } from "@jest/globals";
import { desiredContainer } from "../../../src/host/actions/desired.js";
import type { HostContainer } from "../../../src/host/snapshot/host-state.js";
import { now, old, onHost, plan, wanted } from "../support/plans.js";

describe("what differs of a container that runs", () => {
  const has = (values: Readonly<Record<string, string>>) => new Map(Object.entries(values));

  test("what it was started with counts, and not what was written since", () => {
    const desired = wanted({ tmpfs: ["/tmp"] });
    // Written while restartIfChanged was false, say.
    const host = { ...onHost(desired), startedWith: has({ PRIVATE_USERS: "no" }) };
    expect(plan([desired], [host]).actions).toMatchObject([
      { kind: "restarted", reasons: [{ key: "TMPFS", before: undefined, after: "/tmp" }] },
    ]);
    const started = { ...host, startedWith: has({ TMPFS: "/tmp" }) };
    expect(plan([desired], [started]).actions).toMatchObject([{ kind: "untouched", reasons: [] }]);
  });

  test("a file that somebody changed is written again, and nothing restarted", () => {
    const written = onHost(wanted({ tmpfs: ["/other"] }));
    const host = { ...written, startedWith: has({ TMPFS: "/tmp" }) };
    expect(plan([wanted({ tmpfs: ["/tmp"] })], [host]).actions).toMatchObject([
      { kind: "untouched", reasons: [{ key: "TMPFS", before: "/other", effect: "next start" }] },
    ]);
  });

  test("lines that are no matter of its start are compared with the file", () => {
    const startedWith = has({ AUTO_START: "1", FLAKE: "x", SYSTEM_PATH: "/nix/store/0-old" });
    const host = { ...onHost(wanted({})), startedWith };
    expect(plan([wanted({})], [host]).actions).toMatchObject([{ kind: "untouched", reasons: [] }]);
  });

  test("what its unit was started with counts as well", () => {
    const desired = wanted({ enableTun: true });
    const startedWith = new Map(desired.conf);
    const host = { ...onHost(desired), startedWith, unitInEffect: new Map() };
    expect(plan([desired], [host]).actions).toMatchObject([
      { kind: "restarted", reasons: [{ key: "enableTun", before: undefined, after: "true" }] },
    ]);
  });

  test("its system is told from a path that the config gives", () => {
    const path = "/nix/store/00000000000000000000000000000000-system";
    const desired = desiredContainer({ name: "web", options: { path }, system: undefined });
    const runningSystem = "/nix/store/11111111111111111111111111111111-system";
    const host = { ...onHost(desired, { runningSystem }), startedWith: new Map(desired.conf) };
    expect(plan([desired], [host]).actions).toMatchObject([
      { kind: "reloaded", reasons: [{ key: "system", before: runningSystem, after: path }] },
    ]);
    expect(plan([desired], [{ ...host, runningSystem: path }]).actions[0]?.reasons).toEqual([]);
  });

  test("one that does not come up, or is on its way, cannot be reloaded", () => {
    const host = { ...onHost(wanted({})), isUp: false };
    expect(plan([wanted({}, now)], [host]).actions[0]?.kind).toBe("restarted");
    const begun = { ...host, begun: "reloaded" } as const;
    expect(plan([wanted({}, now)], [begun]).actions[0]?.kind).toBe("restarted");
  });

  test("what was interrupted is over when it is up with all that it is to be", () => {
    const desired = wanted({ tmpfs: ["/tmp"] });
    const more = { isUp: true, startedWith: new Map(desired.conf) };
    const up = (begun: HostContainer["begun"], runningSystem = old) =>
      plan([desired], [{ ...onHost(desired, { runningSystem }), ...more, begun }]).actions[0];
    expect(up("restarted")?.kind).toBe("untouched");
    expect(up("created")?.kind).toBe("untouched");
    // Its switch may have failed half way.
    expect(up("reloaded")?.kind).toBe("reloaded");
    expect(up("restarted", now)?.kind).toBe("restarted");
  });

  test("one whose creation was interrupted is restarted for what changed since", () => {
    const host = { ...onHost(wanted({})), begun: "created" } as const;
    expect(plan([wanted({ tmpfs: ["/tmp"] })], [host]).actions[0]?.kind).toBe("restarted");
    expect(plan([wanted({}, now)], [host]).actions[0]?.kind).toBe("reloaded");
  });
});
