import { describe, expect, test } from "@jest/globals";
import type { ContainerOptions } from "../../src/authoring/container-options.generated.js";
import { desiredContainer } from "../../src/host/desired.js";
import { confFacts, otherOptions, systemFact, unitFacts } from "../../src/host/facts.js";
import { optionSchemas } from "../../src/spec/schema-walk.js";

/** A value other than the default for each option, and what it needs beside it. */
const changed: Readonly<Record<string, ContainerOptions>> = {
  additionalCapabilities: { additionalCapabilities: ["CAP_NET_RAW"] },
  allowedDevices: { allowedDevices: [{ node: "/dev/fuse", modifier: "rw" }] },
  autoStart: { autoStart: true },
  bindMounts: { bindMounts: { "/srv": {} } },
  copyResolvConf: { copyResolvConf: false },
  enableTun: { enableTun: true },
  ephemeral: { ephemeral: true },
  extraFlags: { extraFlags: ["--volatile"] },
  extraVeths: { extraVeths: { ve2: { hostAddress: "10.0.1.1" } } },
  flake: { flake: "github:example/web" },
  forwardPorts: { privateNetwork: true, forwardPorts: [{ hostPort: 80 }] },
  hostAddress: { privateNetwork: true, hostAddress: "10.0.0.1" },
  hostAddress6: { privateNetwork: true, hostAddress6: "fc00::1" },
  hostBridge: { privateNetwork: true, hostBridge: "br0" },
  interfaces: { interfaces: ["eth1"] },
  localAddress: { privateNetwork: true, localAddress: "10.0.0.2" },
  localAddress6: { privateNetwork: true, localAddress6: "fc00::2" },
  localMacAddress: { privateNetwork: true, localMacAddress: "02:00:00:00:00:01" },
  macvlans: { macvlans: ["eno1"] },
  networkNamespace: { networkNamespace: "/run/netns/x" },
  path: { path: "/nix/store/y-system" },
  privateNetwork: { privateNetwork: true },
  privateUsers: { privateUsers: "pick" },
  timeoutStartSec: { timeoutStartSec: "2min" },
  tmpfs: { tmpfs: ["/tmp"] },
};

/** What a change of the option does to a running container, as NixOS carries it out. */
const effects: Readonly<Record<string, string>> = {
  config: "reload",
  path: "reload",
  autoStart: "next start",
  flake: "next start",
  timeoutStartSec: "next start",
};

const facts = { ...confFacts, ...unitFacts, system: systemFact };

function keysThatTell(options: ContainerOptions): string[] {
  const of = (given: ContainerOptions): Map<string, string> => {
    const one = desiredContainer({ name: "web", options: given, system: undefined }, "/profile");
    return new Map([...one.conf, ...one.unit]);
  };
  const without = of(options.privateNetwork === true ? { privateNetwork: true } : {});
  const base = Object.keys(options).length === 1 ? of({}) : without;
  const after = of(options);
  const keys = [...new Set([...base.keys(), ...after.keys()])];
  return keys.filter((key) => base.get(key) !== after.get(key));
}

describe("facts of a container", () => {
  test("there is one for each option that a running container is made of", () => {
    const covered = Object.values(facts).flatMap(({ options }) => [...options]);
    const plain = Object.keys(optionSchemas).filter((name) => !otherOptions.has(name));
    expect([...covered, "config"].sort()).toEqual(expect.arrayContaining(plain));
    expect(new Set(covered).size).toBe(covered.length);
    expect(Object.keys(changed).sort()).toEqual(plain.sort());
  });

  test.each(Object.entries(changed))("%s is told by its fact", (option, options) => {
    const [key, ...more] = keysThatTell(options);
    expect(more).toEqual([]);
    const fact = (facts as Readonly<Record<string, (typeof facts)["system"]>>)[key ?? ""];
    expect(fact?.options).toContain(option);
    expect(fact?.effect).toBe(effects[option] ?? "restart");
  });

  test("a change within the system is a reload", () => {
    expect(systemFact).toEqual({ options: ["config"], effect: "reload" });
  });
});
