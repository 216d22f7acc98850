import { describe, expect, test } from "@jest/globals";
import type { ContainerOptions } from "../../../src/authoring/container-options.generated.js";
import { desiredContainer } from "../../../src/host/actions/desired.js";
import {
  confTraits,
  otherOptions,
  systemTrait,
  unitTraits,
} from "../../../src/host/snapshot/effects.js";
import { optionSchemas } from "../../../src/plan/schema/schema-walk.js";

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
  hostInterface: { privateNetwork: true, hostAddress: "10.0.0.1", hostInterface: "wire" },
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
  resourceControl: { resourceControl: { MemoryMax: "2G" } },
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

const traits = { ...confTraits, ...unitTraits, system: systemTrait };

/** Traits that are other ones with the option than without it. */
function keysThatTell(option: string, options: ContainerOptions): string[] {
  const of = (given: ContainerOptions): Map<string, string> => {
    const one = desiredContainer({ name: "web", options: given, system: undefined });
    return new Map([...one.conf, ...one.unit]);
  };
  const without = of(Object.fromEntries(Object.entries(options).filter(([key]) => key !== option)));
  const after = of(options);
  const keys = [...new Set([...without.keys(), ...after.keys()])];
  return keys.filter((key) => without.get(key) !== after.get(key));
}

/** Options that more than one trait tells of. */
const shared = {
  // Read-only or writable.
  bindMounts: ["BIND", "BIND_RO"],
  enableTun: ["CAPABILITIES", "enableTun"],
};

describe("traits of a container", () => {
  test("there is one for each option that a running container is made of", () => {
    const covered = Object.values(traits).flatMap(({ options }) => [...options]);
    const plain = Object.keys(optionSchemas).filter((name) => !otherOptions.has(name));
    expect([...covered, "config"].sort()).toEqual(expect.arrayContaining(plain));
    const twice = covered.filter((option, index) => covered.indexOf(option) !== index);
    expect(twice.sort()).toEqual(Object.keys(shared));
    expect(Object.keys(changed).sort()).toEqual(plain.sort());
  });

  test.each(Object.entries(changed))("%s is told by its trait", (option, options) => {
    const keys = keysThatTell(option, options);
    expect(keys).toEqual(option === "enableTun" ? shared.enableTun : [keys[0]]);
    for (const key of keys) {
      const trait = (traits as Readonly<Record<string, (typeof traits)["system"]>>)[key];
      expect(trait?.options).toContain(option);
      expect(trait?.effect).toBe(effects[option] ?? "restart");
    }
  });

  test("a change within the system is a reload", () => {
    expect(systemTrait).toEqual({ options: ["config"], effect: "reload" });
  });
});
