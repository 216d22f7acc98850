import { expect, test } from "@jest/globals";
import type { ContainerOptions } from "../../src/authoring/container-options.generated.js";
import { confEntries } from "../../src/conf/entries.js";
import { conflict } from "../../src/containers/conflicts.js";
import { claimedByOthers } from "../../src/host/actions/claims-of-others.js";
import { claimsOf } from "../../src/host/snapshot/claims.js";
import { resolveOptions } from "../../src/plan/known-options.js";
import { checkRules } from "../../src/plan/rules.js";
import { hostOf } from "../host/support/hosts.js";

const pair = { privateNetwork: true, autoStart: true } as const;
const mac = "02:00:00:00:00:0a";

/** What two containers have, and how bad that is. */
const cases: readonly (readonly [
  one: ContainerOptions,
  other: ContainerOptions,
  expected: "error" | "warning" | undefined,
])[] = [
  [{ localAddress: "10.0.0.2" }, { localAddress: "10.0.0.2/24" }, "error"],
  [{ localAddress6: "fc00::2" }, { localAddress6: "fc00:0::2" }, "error"],
  [{ localAddress: "10.0.0.2" }, { hostAddress: "10.0.0.2" }, "error"],
  [{ hostAddress: "10.0.0.1" }, { hostAddress: "10.0.0.1" }, undefined],
  [{ localMacAddress: mac }, { localMacAddress: mac.toUpperCase() }, "error"],
  [{ localMacAddress: mac }, { extraVeths: { lan: { localMacAddress: mac } } }, "error"],
  [
    { hostBridge: "br0", localMacAddress: mac },
    { hostBridge: "br1", localMacAddress: mac },
    undefined,
  ],
  [{ hostBridge: "br0", localMacAddress: mac }, { localMacAddress: mac }, "warning"],
  [
    { hostBridge: "br0", localAddress: "10.0.0.2/24" },
    { hostBridge: "br0", localAddress: "10.0.0.2/24" },
    "error",
  ],
  [
    { hostBridge: "br0", localAddress: "10.0.0.2/24" },
    { hostBridge: "br1", localAddress: "10.0.0.2/24" },
    undefined,
  ],
  [{ interfaces: ["eth1"] }, { interfaces: ["eth1:lan"] }, "error"],
  [{ interfaces: ["eth1"] }, { extraVeths: { eth1: {} } }, "error"],
  [{ interfaces: ["eth1"] }, { macvlans: ["eth1"] }, "error"],
  [{ extraVeths: { eth1: {} } }, { macvlans: ["eth1"] }, "error"],
  [{ macvlans: ["eth1"] }, { macvlans: ["eth1"] }, undefined],
  [{ hostAddress: "10.0.0.1" }, { interfaces: ["c-one"] }, "error"],
  [{ hostAddress: "10.0.0.1", hostInterface: "eth1" }, { extraVeths: { eth1: {} } }, "error"],
  [{ forwardPorts: [{ hostPort: 80 }] }, { forwardPorts: [{ hostPort: 80 }] }, "error"],
  [
    { forwardPorts: [{ hostPort: 53 }] },
    { forwardPorts: [{ hostPort: 53, protocol: "udp" }] },
    undefined,
  ],
];

/** The conf file of a container, as a map. */
function confOf(name: string, options: ContainerOptions): Map<string, string> {
  const end = { hostInterface: `c-${name}` };
  const entries = confEntries(resolveOptions({ ...end, ...options, path: "/nix" }));
  return new Map(entries.map(({ key, value = "" }) => [key, value]));
}

test.each(cases)("%j and %j: %s, within a config and on a host", (one, other, expected) => {
  const [first, second] = [
    { ...pair, path: "/nix", ...one },
    { ...pair, path: "/nix", ...other },
  ];
  const severities = (all: readonly { code: string; severity: string }[], code: string): string[] =>
    all.filter((found) => found.code === code).map(({ severity }) => severity);
  const told = expected === undefined ? [] : [expected];
  const rules = checkRules({ one: first, two: second }, "units");
  expect(severities(rules, "NP210")).toEqual(told);

  const [held, wanted] = [confOf("one", first), confOf("two", second)];
  const host = hostOf({ one: Object.fromEntries(held) }, { running: true });
  const claimed = claimedByOthers([{ name: "two", conf: wanted }], host, new Set());
  expect(severities(claimed, "NP715")).toEqual(told);

  // One gives it up, and the other one takes it.
  const given = claimsOf("one", held).some((a) =>
    claimsOf("two", wanted).some((b) => conflict(a, b) !== undefined),
  );
  expect(given).toBe(expected !== undefined);
});
