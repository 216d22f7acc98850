import { expect, test } from "@jest/globals";
import type { RunningProcess } from "../../../src/host/snapshot/running-process.js";
import { notCarriedOut, valuesOfProcess } from "../../../src/host/snapshot/values-in-effect.js";

/** A container with all that a conf file may ask for. */
const whole: RunningProcess = {
  flags: [
    "--private-users=pick",
    "--private-network",
    "--network-veth-extra=c-web:host0",
    "--network-veth-extra=ve2:eth1",
    "--network-interface=eth1",
    "--network-macvlan=eth2:mv",
    "--port=tcp:80:8080",
    "--bind=/a:/a:idmap",
    "--bind-ro=/b c:/d:idmap",
    "--tmpfs=/scratch:size=1G",
    "--capability=CAP_NET_ADMIN",
    "--resolv-conf=off",
    "--directory=/run/nixos-containers/web",
    "--oom-score-adjust=5",
  ],
  firstUser: 1_234_567_168,
  hasNetwork: true,
  isInNetwork: () => true,
  macAddresses: ["00:00:00:00:00:00", "02:00:00:00:00:aa"],
  hasHostResolvConf: undefined,
};

const started: Readonly<Record<string, string>> = {
  COPY_RESOLV_CONF: "0",
  PRIVATE_NETWORK: "1",
  HOST_PORT: "tcp:80:8080",
  HOST_ADDRESS: "10.0.0.1",
  LOCAL_ADDRESS: "10.0.0.2",
  LOCAL_MAC_ADDRESS: "02:00:00:00:00:AA",
  HOST_INTERFACE: "c-web",
  EXTRA_VETHS: "ve2,LOCAL_ADDRESS=10.0.1.2/24",
  PRIVATE_USERS: "pick",
  INTERFACES: "eth1",
  MACVLANS: "eth2:mv",
  EPHEMERAL: "1",
  TMPFS: "/scratch:size=1G",
  BIND: "/a",
  BIND_RO: "/b\\x20c:/d",
  CAPABILITIES: "CAP_NET_ADMIN",
  EXTRA_NSPAWN_FLAGS: "--oom-score-adjust=5",
};

function missing(values: Readonly<Record<string, string>>, seen: Partial<RunningProcess>) {
  const before = new Map(Object.entries(values));
  const after = valuesOfProcess(before, { ...whole, ...seen });
  return notCarriedOut(before, after).map((key) => [key, after.get(key)]);
}

const nothing: RunningProcess = {
  flags: ["--keep-unit", "--directory=/var/lib/nixos-containers/web"],
  firstUser: "no",
  hasNetwork: false,
  isInNetwork: () => false,
  macAddresses: ["02:00:00:00:00:01"],
  hasHostResolvConf: true,
};

test("all that was asked for is there", () => {
  expect(missing(started, {})).toEqual([]);
});

test("nothing of it is there", () => {
  const keys = missing({ ...started, NETWORK_NAMESPACE_PATH: "/run/netns/x" }, nothing);
  expect(keys.map(([key]) => key).sort()).toEqual(
    [...Object.keys(started), "NETWORK_NAMESPACE_PATH"].sort(),
  );
  expect(keys).toContainEqual(["PRIVATE_USERS", "no"]);
  expect(keys).toContainEqual(["COPY_RESOLV_CONF", "1"]);
});

test("what cannot be seen is believed", () => {
  const blind = {
    flags: undefined,
    firstUser: undefined,
    hasNetwork: undefined,
    isInNetwork: () => undefined,
    macAddresses: undefined,
    hasHostResolvConf: undefined,
  };
  expect(missing({ ...started, NETWORK_NAMESPACE_PATH: "/x" }, blind)).toEqual([]);
});

test.each([
  ["pick", 0, "identity"],
  ["identity", 65_536, "65536"],
  ["65536", 65_536, undefined],
  ["65536:1000", 65_536, undefined],
  ["131072", 65_536, "65536"],
  ["0", 0, undefined],
  ["yes", 65_536, undefined],
  ["pick", "no", "no"],
  ["no", 65_536, "65536"],
] as const)("users: asked for %s, has %s", (value, firstUser, found) => {
  const expected = found === undefined ? [] : [["PRIVATE_USERS", found]];
  expect(missing({ PRIVATE_USERS: value, PRIVATE_NETWORK: "1" }, { firstUser })).toEqual(expected);
});

test("what a drop-in or a .nspawn file gives is in effect, too; a flag of its own is no news", () => {
  expect(missing({}, { firstUser: "no" })).toEqual([["PRIVATE_NETWORK", "1"]]);
  const flags = { EXTRA_NSPAWN_FLAGS: "--private-users=pick --network-zone=x" };
  expect(missing(flags, { flags: ["--private-users=pick", "--network-zone=x"] })).toEqual([]);
});
