import { describe, expect, test } from "@jest/globals";
import { targetNames, type TargetName } from "../../../src/authoring/target-names.js";
import type { ContainerOptions } from "../../../src/authoring/container-options.generated.js";
import { checkRules } from "../../../src/plan/rules.js";
import type { Containers } from "../../../src/plan/rules/rule.js";

const config = { system: { stateVersion: "26.05" } };
const pair = { config, privateNetwork: true, hostAddress: "10.0.0.1" } as const;

const codes = (containers: Containers, target: TargetName): string[] =>
  checkRules(containers, target).map(({ code, path }) =>
    `${code} ${(path ?? []).slice(1).join(".")}`.trim(),
  );

/** The problems of one container, by target. */
const byTarget = (options: ContainerOptions) =>
  Object.fromEntries(targetNames.map((target) => [target, codes({ web: options }, target)]));

const own = (problems: readonly string[]) => ({
  "systemd.containers": problems,
  units: problems,
});

describe("what counts depends on the target", () => {
  test.each<[string, ContainerOptions, readonly string[], readonly string[]]>([
    ["autoStart left out", { config }, [], []],
    [
      "restartIfChanged without autoStart",
      { config, restartIfChanged: true },
      ["NP204 restartIfChanged"],
      [],
    ],
    [
      "a name of an interface",
      { ...pair, autoStart: true, hostInterface: "wire" },
      ["NP219 hostInterface"],
      [],
    ],
    ["none", { ...pair, autoStart: true, hostInterface: null }, [], []],
    [
      "limits",
      { config, autoStart: true, resourceControl: { MemoryMax: "2G" } },
      ["NP219 resourceControl"],
      [],
    ],
    [
      "blanks and colons in paths",
      { config, autoStart: true, bindMounts: { "/a b": { hostPath: "/c:d" } }, tmpfs: ["/a b"] },
      ["NP207 bindMounts./a b", "NP207 bindMounts./a b.hostPath", "NP207 tmpfs.0"],
      [],
    ],
    [
      "blanks in flags",
      { config, autoStart: true, extraFlags: ["--a b"] },
      ["NP207 extraFlags.0"],
      ["NP207 extraFlags.0"],
    ],
    [
      "line breaks",
      { path: "/x\ny", autoStart: true, bindMounts: { "/a\nb": {} } },
      ["NP207 bindMounts./a\nb", "NP207 path"],
      ["NP702 bindMounts./a\nb", "NP702 path"],
    ],
    [
      "a MAC address of a further pair",
      { config, autoStart: true, extraVeths: { lan0: { localMacAddress: "02:00:00:00:00:0a" } } },
      ["NP203 extraVeths.lan0.localMacAddress"],
      [],
    ],
    [
      "ports of a further pair",
      { config, autoStart: true, extraVeths: { lan0: { forwardPorts: [{ hostPort: 80 }] } } },
      ["NP203 extraVeths.lan0.forwardPorts"],
      ["NP203 extraVeths.lan0.forwardPorts"],
    ],
    [
      "a prefix without a bridge",
      { ...pair, autoStart: true, localAddress: "10.0.0.2/24" },
      ["NP218 localAddress"],
      [],
    ],
    [
      "a relative place",
      { config, autoStart: true, bindMounts: { srv: {} } },
      ["NP215 bindMounts.srv"],
      ["NP215 bindMounts.srv"],
    ],
    [
      "binds for nobody",
      {
        config,
        autoStart: true,
        privateUsers: "pick",
        bindMounts: {
          "/a": { isReadOnly: false },
          "/b": { isReadOnly: false, hostPath: "/dev/dri" },
          "/sys/c": { isReadOnly: false },
          "/dev/d": {},
        },
      },
      ["NP211 bindMounts./a", "NP211 bindMounts./b", "NP211 bindMounts./sys/c"],
      // nixpawn's own scripts map the owners where Linux can.
      ["NP211 bindMounts./b", "NP211 bindMounts./sys/c"],
    ],
  ])("%s", (_what, options, ofNixpkgs, ofOwn) => {
    expect(byTarget(options)).toEqual({ containers: ofNixpkgs, ...own(ofOwn) });
  });

  test("a long name goes into an interface's of nixpkgs alone", () => {
    const containers = { "twelve-chars": { ...pair, autoStart: true } };
    expect(codes(containers, "containers")).toEqual(["NP208"]);
    expect(codes(containers, "units")).toEqual([]);
  });

  test("the host's ends have to be apart, by the names that the target gives them", () => {
    const named = (hostInterface: string) => ({ ...pair, autoStart: true, hostInterface });
    const containers = { web: { ...pair, autoStart: true }, db: named("c-web"), c: named("wire") };
    expect(codes(containers, "units")).toEqual(["NP210 hostInterface"]);
    const cut = { "a-very-long-name": { ...pair, autoStart: true }, "a-very-long-nam2": pair };
    expect(codes(cut, "units")).toEqual([]);
    expect(codes(cut, "containers")).toContain("NP210");
  });
});
