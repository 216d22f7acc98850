import { describe, expect, test } from "@jest/globals";
import { deviceUnits, needsTun } from "../../src/conf/drop-in-network.js";

const usual = {
  autoStart: true,
  enableTun: false,
  extraVeths: {},
  hostBridge: null,
  interfaces: [],
  macvlans: [],
  privateNetwork: false,
  privateUsers: "no",
};

describe("/dev/net/tun is allowed", () => {
  test.each([
    [false, "usually not", {}],
    [true, "when asked for", { enableTun: true }],
    [false, "not for a network alone", { privateNetwork: true }],
    [false, "not for users alone", { privateUsers: "pick" }],
    [true, "for both", { privateUsers: "pick", privateNetwork: true }],
    [true, "for a range of users", { privateUsers: 65536, macvlans: ["eno1"] }],
    [true, "for another pair", { privateUsers: "pick", extraVeths: { lan0: {} } }],
    [true, "for an interface", { privateUsers: "pick", interfaces: ["eth1"] }],
    [false, "not for the host's ids", { privateUsers: "identity", privateNetwork: true }],
    [false, "not for the host's ids by number", { privateUsers: 0, privateNetwork: true }],
  ])("%s: %s", (expected, _title, options) => {
    expect(needsTun({ ...usual, ...options })).toBe(expected);
  });
});

describe("units of the host's interfaces", () => {
  const options = {
    ...usual,
    extraVeths: { a: { hostBridge: "br1" }, b: { hostBridge: null }, c: {} },
    hostBridge: "br0",
    interfaces: ["en-0", "b]x"],
    macvlans: ["eth0.5", "br0"],
  };

  test("are those of interfaces, macvlans and bridges, each once", () => {
    expect(deviceUnits(options)).toEqual([
      "sys-subsystem-net-devices-b\\x5dx.device",
      "sys-subsystem-net-devices-br0.device",
      "sys-subsystem-net-devices-br1.device",
      "sys-subsystem-net-devices-en\\x2d0.device",
      "sys-subsystem-net-devices-eth0.5.device",
    ]);
  });

  test("are not waited for at a start by hand", () => {
    expect(deviceUnits({ ...options, autoStart: false })).toEqual([]);
  });
});
