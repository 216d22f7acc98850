import { describe, expect, test } from "@jest/globals";
import { checkRules } from "../../../src/plan/rules.js";
import type { Containers } from "../../../src/plan/rules/rule.js";

const plain = { path: "/x", autoStart: true } as const;
const pair = { ...plain, privateNetwork: true } as const;
const codes = (containers: object, target: "containers" | "units" = "units") =>
  checkRules(containers as Containers, target).map(
    ({ code, severity, path }) => `${code} ${severity} ${(path ?? []).join(".")}`,
  );

describe("interfaces of the host", () => {
  test.each([
    [
      "moved twice under two names",
      { interfaces: ["e1:a"] },
      { interfaces: ["e1:b"] },
      "b.interfaces.0",
    ],
    [
      "moved, and a further pair",
      { interfaces: ["lan0"] },
      { extraVeths: { lan0: {} } },
      "b.extraVeths.lan0",
    ],
    [
      "moved, and the parent of a macvlan",
      { interfaces: ["e1:a"] },
      { macvlans: ["e1"] },
      "b.macvlans.0",
    ],
    [
      "the parent of a macvlan, and moved",
      { macvlans: ["e1:a"] },
      { interfaces: ["e1"] },
      "b.interfaces.0",
    ],
    ["a pair, and moved", { extraVeths: { e1: {} } }, { interfaces: ["e1:lan"] }, "b.interfaces.0"],
  ])("%s", (_what, a, b, place) => {
    expect(codes({ a: { ...plain, ...a }, b: { ...plain, ...b } })).toEqual([
      `NP210 error ${place}`,
    ]);
  });

  test("the end of a pair of nixpkgs, and one that is moved", () => {
    const web = { ...pair, localAddress: "10.0.0.2" };
    expect(codes({ web, b: { ...plain, interfaces: ["ve-web"] } }, "containers")).toEqual([
      "NP210 error b.interfaces.0",
    ]);
  });

  test("a parent is there for several macvlans", () => {
    expect(
      codes({ a: { ...plain, macvlans: ["e1"] }, b: { ...plain, macvlans: ["e1:wan"] } }),
    ).toEqual([]);
  });
});

test("a name of a macvlan that systemd-nspawn cuts, and one that the schema refuses", () => {
  const macvlans = ["enp0s31f6abcdef", "enp0s31f6abcdef:lan0", "enp0s31f6:averyverylongname"];
  expect(codes({ a: { ...plain, macvlans } })).toEqual(["NP213 warning a.macvlans.0"]);
});

test("beside a network namespace, ports are not advised to have an interface", () => {
  const options = { networkNamespace: "/run/netns/a", forwardPorts: [{ hostPort: 80 }] };
  expect(codes({ a: { ...pair, ...options } })).toEqual(["NP201 error a.networkNamespace"]);
});

describe("addresses", () => {
  const mac = { localMacAddress: "02:00:00:00:00:0a" };
  test("within one container, in any pair", () => {
    const web = { ...pair, ...mac, extraVeths: { lan: mac } };
    expect(codes({ web })).toEqual(["NP210 error web.extraVeths.lan.localMacAddress"]);
  });

  test("on two bridges are two networks", () => {
    const on = (hostBridge: string | undefined) => ({
      ...pair,
      ...mac,
      hostBridge,
      localAddress: "10.0.0.2/24",
    });
    expect(codes({ a: on("br0"), b: on("br1") })).toEqual([]);
    expect(codes({ a: on("br0"), b: on("br0") })).toHaveLength(2);
    expect(codes({ a: on("br0"), b: on("br1"), c: on("br1") })).toEqual([
      "NP210 error c.localAddress",
      "NP210 error c.localMacAddress",
    ]);
  });

  test("of a gateway on a bridge may be a container's", () => {
    const router = { ...pair, hostBridge: "br0", localAddress: "10.0.0.1/24" };
    const web = {
      ...pair,
      hostBridge: "br0",
      hostAddress: "10.0.0.1",
      localAddress: "10.0.0.2/24",
    };
    expect(codes({ router, web })).toEqual([]);
  });
});

describe("interfaces inside", () => {
  test.each([
    [{ privateNetwork: true, hostAddress: "10.0.0.1", interfaces: ["eth0"] }, "interfaces.0"],
    [{ privateNetwork: true, hostBridge: "br0", macvlans: ["eno1:eth0"] }, "macvlans.0"],
    [{ extraVeths: { lan: {} }, interfaces: ["eth1:lan"] }, "interfaces.0"],
    [{ interfaces: ["eth1:lan", "eth2:lan"] }, "interfaces.1"],
    [{ interfaces: ["mv-eno1"], macvlans: ["eno1"] }, "macvlans.0"],
    [{ macvlans: ["eno1", "eno1"] }, "macvlans.1"],
  ])("%j", (options, place) => {
    expect(codes({ web: { ...plain, ...options } })).toEqual([`NP226 error web.${place}`]);
  });

  test.each([
    { privateNetwork: true, interfaces: ["eth0"] },
    { interfaces: ["eth0:lan"], macvlans: ["eno1:wan", "eno1:dmz"] },
    { interfaces: ["eth1:"], macvlans: ["eno1:"] },
  ])("%j are fine", (options) => {
    expect(codes({ web: { ...plain, ...options } })).toEqual([]);
  });

  test("a macvlan with a name of its own is not too long", () => {
    expect(codes({ web: { ...plain, macvlans: ["fifteen-letters"] } })).toEqual([
      "NP213 warning web.macvlans.0",
    ]);
    expect(codes({ web: { ...plain, macvlans: ["fifteen-letters:wan"] } })).toEqual([]);
  });
});

test("nixpkgs' unit waits for the wrong device", () => {
  const web = { ...plain, interfaces: ["eth1", "eth2:lan"] };
  expect(codes({ web }, "containers")).toEqual(["NP227 warning web.interfaces.1"]);
  expect(codes({ web }, "units")).toEqual([]);
  expect(codes({ web: { ...web, autoStart: false } }, "containers")).toEqual([]);
});

test("devices as for docker", () => {
  for (const node of ["/dev/a:/dev/a", "/dev/a:/dev/b:rwm", "/dev/a:rw", "/dev/a:"]) {
    const web = { ...plain, allowedDevices: [{ node, modifier: "rw" }] };
    expect(codes({ web })).toEqual(["NP222 error web.allowedDevices.0.node"]);
  }
  for (const node of [
    "/dev/serial/by-path/pci-0000:00:14.0-usb-0:2:1.0-port0",
    "/dev/fuse",
    "char-pts",
  ]) {
    expect(codes({ web: { ...plain, allowedDevices: [{ node, modifier: "r" }] } })).toEqual([]);
  }
});

test("a flake's attribute, which nixpkgs cannot build", () => {
  const web = { flake: "github:a/b#web", autoStart: true };
  expect(codes({ web }, "containers")).toEqual(["NP224 warning web.flake"]);
  expect(codes({ web }, "units")).toEqual([]);
  expect(codes({ web: { ...web, flake: "github:a/b?dir=c" } }, "containers")).toEqual([]);
  // Nothing is left of these without the name: no empty text is proposed.
  for (const flake of ["#web", "#"]) {
    const [problem] = checkRules({ web: { ...web, flake } }, "containers");
    expect(problem?.hint).toMatch(/^write which flake it is, and call its system /);
  }
});

test.each([
  "forwardPorts",
  "hostAddress",
  "hostBridge",
  "localAddress6",
  "localMacAddress",
] as const)(
  "with a network namespace, the hint on %s does not lead to another problem",
  (option) => {
    const values = {
      forwardPorts: [{ hostPort: 80 }],
      hostAddress: "10.0.0.1",
      hostBridge: "br0",
      localAddress6: "fc00::2",
      localMacAddress: "02:00:00:00:00:0a",
    };
    const web = { ...plain, networkNamespace: "/run/netns/vpn", [option]: values[option] };
    const [problem] = checkRules({ web });
    expect(problem).toMatchObject({ code: "NP202", path: ["web", option] });
    expect(problem?.hint).toContain("leave it out");
  },
);
