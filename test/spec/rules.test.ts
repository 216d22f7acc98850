import { describe, expect, test } from "@jest/globals";
import type { ContainerOptions } from "../../src/authoring/container-options.generated.js";
import { file, nix } from "../../src/index.js";
import type { ValuePath } from "../../src/problems/problem.js";
import { checkRules } from "../../src/spec/rules.js";

type Found = readonly [code: string, severity: string, path: ValuePath | undefined];

const config = { system: { stateVersion: "26.05" } };
const veth = { config, autoStart: true, privateNetwork: true } as const;

const check = (containers: Readonly<Record<string, unknown>>): Found[] =>
  checkRules(containers as Readonly<Record<string, ContainerOptions>>).map(
    ({ code, severity, path }) => [code, severity, path],
  );
/** The problems of a container called `web`, with a system and autoStart unless it says otherwise. */
const web = (options: Readonly<Record<string, unknown>>): Found[] =>
  check({ web: { config, autoStart: true, ...options } });

test("containers without mistakes have no problems", () => {
  expect(
    check({
      db: {
        ...veth,
        hostAddress: "10.0.0.1",
        localAddress: "10.0.0.2",
        forwardPorts: [{ hostPort: 53 }, { hostPort: 53, protocol: "udp" }],
        bindMounts: { "/srv": { hostPath: "/data/srv", isReadOnly: false } },
        tmpfs: ["/tmp:size=1G,mode=1777"],
        extraFlags: ["--setenv=A=b", "--drop-capability=CAP_SYS_CHROOT"],
      },
      // The host's address may be the same for every container.
      web: { ...veth, hostAddress: "10.0.0.1", localAddress: "10.0.0.3", macvlans: ["eno1"] },
      lan: { ...veth, hostBridge: "br0", localAddress: "10.1.0.2/24" },
      vpn: { config, autoStart: true, networkNamespace: "/run/netns/vpn" },
      "a-2": { path: "/nix/var/nix/profiles/system", autoStart: false },
      under_score: { flake: "github:example/web", autoStart: true },
    }),
  ).toEqual([]);
});

describe("what upstream does not check", () => {
  test.each([
    ["privateNetwork", { privateNetwork: true }],
    ["interfaces", { interfaces: ["eth1"] }],
  ])("1: networkNamespace with %s", (_option, options) => {
    expect(web({ networkNamespace: "/run/netns/vpn", ...options })).toEqual([
      ["NP201", "error", ["web", "networkNamespace"]],
    ]);
    expect(web({ networkNamespace: null, ...options })).toEqual([]);
  });

  test.each([
    ["hostBridge", "br0"],
    ["hostAddress", "10.0.0.1"],
    ["hostAddress6", "fc00::1"],
    ["localAddress", "10.0.0.2"],
    ["localAddress6", "fc00::2"],
    ["localMacAddress", "de:b7:73:01:10:90"],
    ["forwardPorts", [{ hostPort: 80 }]],
  ])("2: %s without privateNetwork", (option, value) => {
    expect(web({ [option]: value })).toEqual([["NP202", "error", ["web", option]]]);
    expect(web({ [option]: value, privateNetwork: true })).toEqual([]);
    // Nix may find it to be true.
    expect(web({ [option]: value, privateNetwork: nix`true` })).toEqual([]);
    expect(web({ [option]: Array.isArray(value) ? [] : null })).toEqual([]);
  });

  test("3: forwardPorts and localMacAddress of extra veths", () => {
    const extra = { forwardPorts: [{ hostPort: 80 }], localMacAddress: "de:b7:73:01:10:90" };
    expect(web({ extraVeths: { lan0: extra } })).toEqual([
      ["NP203", "error", ["web", "extraVeths", "lan0", "forwardPorts"]],
      ["NP203", "error", ["web", "extraVeths", "lan0", "localMacAddress"]],
    ]);
    expect(web({ extraVeths: { lan0: { localAddress: "10.0.0.2" } } })).toEqual([]);
  });

  test("4: restartIfChanged without autoStart", () => {
    const wrong = [["NP204", "warning", ["web", "restartIfChanged"]]];
    expect(web({ autoStart: false, restartIfChanged: true })).toEqual(wrong);
    expect(web({ autoStart: undefined, restartIfChanged: true })).toEqual(wrong);
    expect(web({ autoStart: true, restartIfChanged: true })).toEqual([]);
    expect(web({ autoStart: nix`true`, restartIfChanged: true })).toEqual([]);
    expect(web({ autoStart: false, restartIfChanged: false })).toEqual([]);
  });

  test.each(["hostAddress", "hostAddress6"])("5: hostBridge with %s", (option) => {
    const both = { hostBridge: "br0", [option]: option === "hostAddress" ? "10.0.0.1" : "fc00::1" };
    expect(web({ privateNetwork: true, ...both })).toEqual([["NP205", "error", ["web", option]]]);
    expect(web({ extraVeths: { lan0: both } })).toEqual([
      ["NP205", "error", ["web", "extraVeths", "lan0", option]],
    ]);
    expect(web({ privateNetwork: true, ...both, hostBridge: null })).toEqual([]);
  });

  test.each(["/a b", "/a\tb", '/a"b', "/a$b", "/a\\b", "/a`b", "/a:b"])("7: bind of %j", (path) => {
    expect(web({ bindMounts: { "/srv": { hostPath: path } } })[0]).toEqual([
      "NP207",
      "error",
      ["web", "bindMounts", "/srv", "hostPath"],
    ]);
    expect(web({ bindMounts: { [path]: { hostPath: "/srv" } } })[0]).toEqual([
      "NP207",
      "error",
      ["web", "bindMounts", path],
    ]);
  });

  test("7: extra flags and tmpfs that a shell takes apart", () => {
    expect(web({ extraFlags: ["--a", "--setenv=A=b c"] })).toEqual([
      ["NP207", "error", ["web", "extraFlags", 1]],
    ]);
    expect(web({ tmpfs: ["/tmp", "/var:$(id)"] })).toEqual([
      ["NP207", "error", ["web", "tmpfs", 1]],
    ]);
    expect(web({ extraFlags: nix`[ "a b" ]`, tmpfs: [nix`"/a b"`] })).toEqual([]);
  });

  test.each(["a.b", "a b", "", "ä", "-a", "a-", "a".repeat(65)])("8: the name %j", (name) => {
    expect(check({ [name]: { path: "/x", autoStart: true } })).toEqual([
      ["NP208", "error", [name]],
    ]);
  });

  test("8: underscores and long names, where NixOS refuses them", () => {
    expect(check({ a_b: { config } })).toEqual([["NP208", "error", ["a_b"]]]);
    expect(check({ a_b: { path: "/x" } })).toEqual([]);
    expect(check({ "twelve-chars": veth })).toEqual([["NP208", "warning", ["twelve-chars"]]]);
    expect(check({ "eleven-char": veth })).toEqual([]);
    expect(check({ ["a".repeat(64)]: { config } })).toEqual([]);
  });

  test("9: more than one system, or none", () => {
    expect(web({ flake: "github:example/web" })).toEqual([["NP209", "error", ["web", "flake"]]]);
    expect(web({ path: "/x" })).toEqual([["NP209", "error", ["web", "path"]]]);
    expect(web({ config: undefined, path: "/x", flake: "x" })).toEqual([
      ["NP209", "error", ["web", "flake"]],
    ]);
    expect(web({ config: undefined })).toEqual([["NP209", "error", ["web"]]]);
    expect(web({ flake: null })).toEqual([]);
  });

  test("11: picked users with a writable bind", () => {
    const bindMounts = { "/a": { isReadOnly: false }, "/b": {}, "/c": { isReadOnly: nix`false` } };
    expect(web({ privateUsers: "pick", bindMounts })).toEqual([
      ["NP211", "warning", ["web", "bindMounts", "/a"]],
    ]);
    expect(web({ privateUsers: 65536, bindMounts })).toEqual([]);
  });

  test("12: system.stateVersion left out", () => {
    const wrong = [["NP212", "warning", ["web", "config"]]];
    expect(web({ config: {} })).toEqual(wrong);
    expect(web({ config: { system: { name: "x" } } })).toEqual(wrong);
    expect(web({ config: [{}, { services: {} }] })).toEqual(wrong);
    expect(web({ config: [{}, config] })).toEqual([]);
    // What only Nix can look into may set it.
    for (const unknown of [
      file("./web.nix"),
      [{}, file("./web.nix")],
      () => ({}),
      { imports: [file("./web.nix")] },
      { system: nix`import ./system.nix` },
    ]) {
      expect(web({ config: unknown })).toEqual([]);
    }
  });
});

describe("10: what two containers cannot both have", () => {
  test.each([
    ["localAddress", "10.0.0.2", "10.0.0.2/24"],
    ["localAddress6", "fc00::2", "fc00:0:0::0002/64"],
    ["localMacAddress", "de:b7:73:01:10:90", "DE:B7:73:01:10:90"],
  ])("%s in two forms", (option, one, other) => {
    expect(check({ a: { ...veth, [option]: one }, b: { ...veth, [option]: other } })).toEqual([
      ["NP210", "error", ["b", option]],
    ]);
    // Without a private network they come to nothing, and that is another problem.
    expect(
      check({ a: { ...veth, [option]: one }, b: { config, [option]: one } }).map(([code]) => code),
    ).toEqual(["NP202"]);
  });

  test("a host port, by protocol", () => {
    const forward = (...forwardPorts: unknown[]) => ({ ...veth, forwardPorts });
    expect(
      check({ a: forward({ hostPort: 80 }), b: forward({ hostPort: 80, protocol: "tcp" }) }),
    ).toEqual([["NP210", "error", ["b", "forwardPorts", 0, "hostPort"]]]);
    expect(check({ a: forward({ hostPort: 80 }, { hostPort: 80, containerPort: 81 }) })).toEqual([
      ["NP210", "error", ["a", "forwardPorts", 1, "hostPort"]],
    ]);
    expect(
      check({ a: forward({ hostPort: 80 }), b: forward({ hostPort: 80, protocol: "udp" }) }),
    ).toEqual([]);
    expect(check({ a: forward({ hostPort: nix`80` }), b: forward({ hostPort: 80 }) })).toEqual([]);
  });

  test("an interface of the host, cut at 15 characters", () => {
    const [first, second] = ["twelve-chars-1", "twelve-chars-2"];
    const at = (last: number) => ({ ...veth, localAddress: `10.0.0.${last}` });
    expect(check({ [first]: at(1), [second]: at(2) })).toContainEqual(["NP210", "error", [second]]);
    expect(check({ "eleven-ch-1": at(1), "eleven-ch-2": at(2) })).toEqual([]);
    expect(
      check({ a: { ...veth, extraVeths: { lan: {} } }, b: { extraVeths: { lan: {} }, config } }),
    ).toEqual([["NP210", "error", ["b", "extraVeths", "lan"]]]);
    expect(
      check({ a: { ...veth, interfaces: ["e1"] }, b: { config, interfaces: ["e1"] } }),
    ).toEqual([["NP210", "error", ["b", "interfaces", 0]]]);
  });

  test("the other container is named as related", () => {
    const [problem] = checkRules({
      a: { ...veth, localAddress: "10.0.0.2" },
      b: { ...veth, localAddress: "10.0.0.2" },
    });
    expect(problem?.message).toContain("`10.0.0.2`");
    expect(problem?.relatedPaths?.map(({ path }) => path)).toEqual([["a", "localAddress"]]);
  });
});

test("interface names over 15 characters", () => {
  const long = "sixteen-letters-";
  expect(web({ extraVeths: { [long]: {} } })).toEqual([
    ["NP213", "error", ["web", "extraVeths", long]],
  ]);
  expect(web({ extraVeths: { [long.slice(1)]: {} } })).toEqual([]);
  expect(web({ macvlans: ["thirteen-long"] })).toEqual([
    ["NP213", "error", ["web", "macvlans", 0]],
  ]);
  expect(web({ macvlans: ["twelve-lette"] })).toEqual([]);
});

test("the same address at both ends", () => {
  expect(
    web({ privateNetwork: true, hostAddress: "10.0.0.1", localAddress: "10.0.0.1/24" }),
  ).toEqual([["NP214", "error", ["web", "localAddress"]]]);
});

test("binds at relative paths", () => {
  expect(web({ bindMounts: { srv: {} } })).toEqual([
    ["NP215", "error", ["web", "bindMounts", "srv"]],
  ]);
  expect(web({ bindMounts: { srv: { mountPoint: "/srv" } } })).toEqual([]);
});

test("two binds at one place, written in two ways", () => {
  expect(web({ bindMounts: { "/srv": {}, "/a/../srv/": {}, "/srv2": {} } })).toEqual([
    ["NP217", "error", ["web", "bindMounts", "/a/../srv/"]],
  ]);
  expect(web({ bindMounts: { "/srv": {}, other: { mountPoint: "/srv" } } })).toEqual([
    ["NP217", "error", ["web", "bindMounts", "other"]],
  ]);
  expect(web({ bindMounts: { "/srv": {}, "/a": { mountPoint: nix`x` } } })).toEqual([]);
});

test("a container's address that is the host's towards another", () => {
  const db = { ...veth, hostAddress: "10.0.0.1", localAddress: "10.0.0.2" };
  expect(check({ db, web: { ...veth, localAddress: "10.0.0.1/24" } })).toEqual([
    ["NP210", "error", ["web", "localAddress"]],
  ]);
  const six = { ...veth, hostAddress6: "fc00::1" };
  expect(check({ web: { ...veth, localAddress6: "fc00:0::1" }, six })).toEqual([
    ["NP210", "error", ["web", "localAddress6"]],
  ]);
});

test("names that differ only in case", () => {
  expect(check({ web: { config }, Web: { config } })).toEqual([["NP216", "warning", ["Web"]]]);
});

test("values of wrong types are left to the schema", () => {
  const options = ["bindMounts", "extraVeths", "forwardPorts", "extraFlags", "tmpfs", "interfaces"];
  for (const value of [7, "x", true, null, [null], { a: null }, [[]], nix`x`]) {
    for (const option of options) {
      expect(() => web({ privateNetwork: true, [option]: value })).not.toThrow();
    }
  }
});

test("ten thousand containers take well under a second", () => {
  const containers = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, index) => [
      `c${index}`,
      { ...veth, localAddress: `10.${index >> 8}.${index & 255}.2`, forwardPorts: [] },
    ]),
  );
  const start = performance.now();
  expect(checkRules(containers)).toEqual([]);
  expect(performance.now() - start).toBeLessThan(1000);
});
