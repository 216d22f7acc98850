import { expect, test } from "@jest/globals";
import fc from "fast-check";
import type { ContainerOptions } from "../../../src/authoring/container-options.generated.js";
import { dropInText, type DropInOptions } from "../../../src/conf/drop-in.js";
import { resolveOptions } from "../../../src/plan/known-options.js";
import { sample } from "../support/sample.js";
import { describeWithPath } from "../support/tools.js";
import { evaluateHost } from "./support/bundled-module.js";

const interfaceName = fc
  .string({ unit: fc.constantFrom(..."ab0-_.$#~[]&".split("")), minLength: 1, maxLength: 12 })
  .filter((name) => !/^\.{1,2}$|^\d+$/.test(name));

const container = fc.record(
  {
    allowedDevices: fc.array(fc.constant({ node: "/dev/fuse", modifier: "rw" }), { maxLength: 1 }),
    autoStart: fc.boolean(),
    bindMounts: fc.dictionary(fc.constantFrom("/a", '/b "%c\\'), fc.constant({}), { maxKeys: 2 }),
    enableTun: fc.boolean(),
    extraVeths: fc.dictionary(
      fc.constantFrom("lan0", "lan1"),
      fc.record({ hostBridge: interfaceName }, { requiredKeys: [] }),
      { maxKeys: 2 },
    ),
    hostBridge: fc.option(interfaceName),
    interfaces: fc.array(interfaceName, { maxLength: 2 }),
    macvlans: fc.array(interfaceName, { maxLength: 2 }),
    privateNetwork: fc.boolean(),
    privateUsers: fc.constantFrom("no" as const, "pick" as const, "identity" as const, 0, 65536),
    resourceControl: fc.dictionary(
      fc.constantFrom("MemoryMax" as const, "TasksMax" as const, "IODeviceWeight" as const),
      fc.oneof(fc.constant("50%"), fc.nat(), fc.constant(["/dev/a 1", "/dev/b 2"])),
    ),
    timeoutStartSec: fc.constantFrom("1min", "5min"),
  },
  { requiredKeys: [] },
);

/** What both may say of an instance, each setting a list. */
type Settings = Readonly<Record<string, readonly string[]>>;

const perhaps = (name: string, values: readonly string[]): Settings =>
  values.length === 0 ? {} : { [name]: [...values].sort() };

/** The settings of a drop-in. */
function said(text: string): Settings {
  const found: Record<string, string[]> = {};
  for (const [, name = "", value = ""] of text.matchAll(/^(\w+)=(.*)$/gm)) {
    (found[name] ??= []).push(value);
  }
  return Object.fromEntries(Object.entries(found).map(([name, all]) => [name, all.sort()]));
}

// The one is written by the module, the other by nixpawn.
describeWithPath("nixpkgs-lib/lib")("what systemd has to know of a container", () => {
  test("is the same in a unit of the module as in a drop-in", async () => {
    const containers = sample(container, 60) as readonly ContainerOptions[];
    const names = containers.map((_one, index) => `c${index}`);
    const json = JSON.stringify(
      Object.fromEntries(containers.map((one, index) => [`c${index}`, { ...one, path: "/x" }])),
    );
    const { services } = await evaluateHost(
      `{ systemd.containers = builtins.fromJSON ${nixText(json)}; }`,
    );
    const template = services["container@"];
    for (const [index, name] of names.entries()) {
      const unit = services[`container@${name}`];
      const { serviceConfig = {}, unitConfig = {} } = unit ?? {};
      const own = Object.entries(serviceConfig).filter(
        ([key, value]) =>
          key === "DeviceAllow" ||
          JSON.stringify(value) !== JSON.stringify(template?.serviceConfig[key]),
      );
      const mounts = [unitConfig.RequiresMountsFor].flat().map(String);
      expect({
        ...Object.assign(
          {},
          ...own.map(([key, value]) => perhaps(key, [value].flat().map(String))),
        ),
        ...perhaps("Wants", unit?.wants ?? []),
        ...perhaps(
          "After",
          (unit?.after ?? []).filter((one) => !(template?.after ?? []).includes(one)),
        ),
        ...perhaps("RequiresMountsFor", mounts.slice(1)),
      }).toEqual(
        said(dropInText(resolveOptions(containers[index] ?? {}) as DropInOptions, []) ?? ""),
      );
    }
  });
});

function nixText(text: string): string {
  return `"${text.replace(/[\\"$]/g, "\\$&")}"`;
}
