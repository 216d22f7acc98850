import { expect, test } from "@jest/globals";
import { claimsOf, claimText, clash, type Claim } from "../../src/host/claims.js";

const claims = (values: Readonly<Record<string, string>>) =>
  claimsOf(new Map(Object.entries(values)));

test("addresses, ports and interfaces, with the options that they come from", () => {
  const found = claims({
    HOST_ADDRESS: "10.0.0.1",
    LOCAL_ADDRESS: "10.0.0.2/24",
    LOCAL_ADDRESS6: "FC00:0::2",
    HOST_PORT: "tcp:8080:80,udp:53:53,22",
    INTERFACES: "eth1 wlan0",
    HOST_INTERFACE: "c-web",
    EXTRA_VETHS: "ve0,HOST_BRIDGE=br0,LOCAL_ADDRESS=10.0.1.2/24",
    // No interface is taken away by a macvlan.
    MACVLANS: "eth0",
  });
  expect(
    found.map(({ options, ...one }) => [options.join("."), claimText({ options, ...one })]),
  ).toEqual([
    ["hostAddress", "the address `10.0.0.1`"],
    ["localAddress", "the address `10.0.0.2`"],
    ["localAddress6", "the address `fc00::2`"],
    ["extraVeths.ve0", "the host's interface `ve0`"],
    ["extraVeths.ve0.localAddress", "the address `10.0.1.2`"],
    ["forwardPorts", "the host's tcp port 8080"],
    ["forwardPorts", "the host's udp port 53"],
    ["forwardPorts", "the host's tcp port 22"],
    ["interfaces", "the host's interface `eth1`"],
    ["interfaces", "the host's interface `wlan0`"],
    ["hostInterface", "the host's interface `c-web`"],
  ]);
  expect(claims({ HOST_BRIDGE: "", HOST_PORT: "", LOCAL_ADDRESS: "", EXTRA_VETHS: "" })).toEqual(
    [],
  );
});

test.each([
  [{ LOCAL_ADDRESS: "10.0.0.2/24" }, { LOCAL_ADDRESS: "10.0.0.2" }, true],
  [{ LOCAL_ADDRESS: "10.0.0.2" }, { HOST_ADDRESS: "10.0.0.2" }, true],
  [{ LOCAL_ADDRESS6: "fc00::2" }, { LOCAL_ADDRESS6: "fc00:0:0::2/64" }, true],
  [{ LOCAL_ADDRESS: "10.0.0.2" }, { LOCAL_ADDRESS: "10.0.0.3" }, false],
  // Each end of a pair has a route of its own.
  [{ HOST_ADDRESS: "10.0.0.1" }, { HOST_ADDRESS: "10.0.0.1" }, false],
  [{ HOST_PORT: "tcp:80:80" }, { HOST_PORT: "80:8080" }, true],
  [{ HOST_PORT: "tcp:80:80" }, { HOST_PORT: "udp:80:80" }, false],
  [{ INTERFACES: "eth1" }, { HOST_INTERFACE: "eth1" }, true],
])("%j and %j clash: %j", (one, other, expected) => {
  const pairs = claims(one as Record<string, string>).flatMap((first) =>
    claims(other as Record<string, string>).map((second): [Claim, Claim] => [first, second]),
  );
  expect(pairs.some(([first, second]) => clash(first, second))).toBe(expected);
  expect(pairs.some(([first, second]) => clash(second, first))).toBe(expected);
});
