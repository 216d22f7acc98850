import { expect, test } from "@jest/globals";
import { conflict, resourceText } from "../../../src/containers/conflicts.js";
import type { Resource } from "../../../src/containers/resources.js";
import { claimsOf, optionPath } from "../../../src/host/snapshot/claims.js";

type Values = Readonly<Record<string, string>>;

const claims = (values: Values) => claimsOf("web", new Map(Object.entries(values)));

test("what a conf file takes, with the options that it comes from", () => {
  const found = claims({
    HOST_ADDRESS: "10.0.0.1",
    LOCAL_ADDRESS: "10.0.0.2/24",
    LOCAL_ADDRESS6: "FC00:0::2",
    LOCAL_MAC_ADDRESS: "02:00:00:00:00:0A",
    HOST_PORT: "tcp:8080:80,udp:53:53,22",
    INTERFACES: "eth1 wlan0:lan",
    HOST_INTERFACE: "c-web",
    EXTRA_VETHS: "ve0,HOST_BRIDGE=br0,HOST_ADDRESS=10.0.1.1,LOCAL_ADDRESS=10.0.1.2/24",
    MACVLANS: "eth0",
    BIND: "/srv:/srv /var/a\\x5c:b:/c",
    EXTRA_NSPAWN_FLAGS: "--bind=/home --bind-ro=/etc",
  });
  expect(found.map((one) => [optionPath(one).join("."), resourceText(one, one.value)])).toEqual([
    ["forwardPorts", "the host's tcp port 8080"],
    ["forwardPorts", "the host's udp port 53"],
    ["forwardPorts", "the host's tcp port 22"],
    ["hostAddress", "the address `10.0.0.1`"],
    ["localAddress", "the address `10.0.0.2`"],
    ["localAddress6", "the address `fc00::2`"],
    ["localMacAddress", "the MAC address `02:00:00:00:00:0a`"],
    ["hostInterface", "the host's interface `c-web`"],
    ["extraVeths.ve0", "the host's interface `ve0`"],
    // On a bridge the host's address is the container's gateway.
    ["extraVeths.ve0.localAddress", "the address `10.0.1.2`"],
    ["interfaces", "the host's interface `eth1`"],
    ["interfaces", "the host's interface `wlan0`"],
    ["macvlans", "the host's interface `eth0`"],
    ["bindMounts./srv:/srv", "the host's `/srv`"],
    ["bindMounts./var/a\\:b:/c", "the host's `/var/a:b`"],
    ["bindMounts./home", "the host's `/home`"],
  ]);
  const nothing = { HOST_BRIDGE: "", HOST_PORT: "", LOCAL_ADDRESS: "", EXTRA_VETHS: "" };
  expect(claims(nothing)).toEqual([]);
});

test("without a name, the host's end has systemd-nspawn's", () => {
  const ends = (values: Values) => claims(values).filter(({ kind }) => kind === "interface");
  expect(ends({ LOCAL_ADDRESS: "10.0.0.2" })).toMatchObject([{ value: "ve-web", path: [] }]);
  expect(ends({ HOST_BRIDGE: "br0" })).toMatchObject([{ value: "vb-web" }]);
  // There is a pair only for what needs one.
  expect(ends({ HOST_PORT: "tcp:80:80", HOST_INTERFACE: "c-web" })).toEqual([]);
  // systemd from version 247 on does not cut it to this.
  const long = claimsOf("quite-a-long-name", new Map([["HOST_BRIDGE", "br0"]]));
  expect(long).toEqual([]);
});

test.each<[Values, Values, ReturnType<typeof conflict>]>([
  [{ LOCAL_ADDRESS: "10.0.0.2/24" }, { LOCAL_ADDRESS: "10.0.0.2" }, "error"],
  [{ LOCAL_ADDRESS: "10.0.0.2" }, { HOST_ADDRESS: "10.0.0.2" }, "error"],
  [{ LOCAL_ADDRESS6: "fc00::2" }, { LOCAL_ADDRESS6: "fc00:0:0::2/64" }, "error"],
  [{ LOCAL_ADDRESS: "10.0.0.2" }, { LOCAL_ADDRESS: "10.0.0.3" }, undefined],
  // Each end of a pair has a route of its own.
  [{ HOST_ADDRESS: "10.0.0.1" }, { HOST_ADDRESS: "10.0.0.1" }, undefined],
  [{ HOST_PORT: "tcp:80:80" }, { HOST_PORT: "80:8080" }, "error"],
  [{ HOST_PORT: "tcp:80:80" }, { HOST_PORT: "udp:80:80" }, undefined],
  [{ INTERFACES: "eth1" }, { HOST_INTERFACE: "eth1", LOCAL_ADDRESS: "10.0.0.2" }, "error"],
  [{ INTERFACES: "eth1:lan" }, { EXTRA_VETHS: "eth1,LOCAL_ADDRESS=10.0.0.2" }, "error"],
  [{ INTERFACES: "eth1" }, { MACVLANS: "eth1" }, "error"],
  // Several may have a MAC address of their own on one interface.
  [{ MACVLANS: "eth1" }, { MACVLANS: "eth1" }, undefined],
  [
    { LOCAL_MAC_ADDRESS: "02:00:00:00:00:0A" },
    { EXTRA_VETHS: "lan,LOCAL_MAC_ADDRESS=02:00:00:00:00:0a" },
    "error",
  ],
  // Two bridges are two networks; whether one leads to a pair that stands alone, nobody knows.
  [
    { HOST_BRIDGE: "br0", LOCAL_ADDRESS: "10.0.0.2" },
    { HOST_BRIDGE: "br1", LOCAL_ADDRESS: "10.0.0.2" },
    undefined,
  ],
  [
    { HOST_BRIDGE: "br0", LOCAL_ADDRESS: "10.0.0.2" },
    { EXTRA_VETHS: "lan,LOCAL_ADDRESS=10.0.0.2" },
    "warning",
  ],
])("%j and %j: %j", (one, other, expected) => {
  const of = (name: string, values: Values): Resource[] =>
    claimsOf(name, new Map(Object.entries(values)));
  const found = of("a", one).flatMap((first) =>
    of("b", other).flatMap((second) => {
      expect(conflict(second, first)).toBe(conflict(first, second));
      return conflict(first, second) ?? [];
    }),
  );
  expect(found).toEqual(expected === undefined ? [] : [expected]);
});
