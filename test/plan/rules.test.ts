import { describe, expect, test } from "@jest/globals";
import type { ContainerOptions } from "../../src/authoring/container-options.generated.js";
import { nix } from "../../src/index.js";
import type { ValuePath } from "../../src/problems/problem.js";
import { checkRules } from "../../src/plan/rules.js";

type Found = readonly [code: string, severity: string, path: ValuePath | undefined];

const config = { system: { stateVersion: "26.05" } };
const plain = { config, autoStart: true } as const;
const veth = { ...plain, privateNetwork: true } as const;

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
      flaky: { flake: "github:example/web", autoStart: true },
    }),
  ).toEqual([]);
});

describe("what upstream does not check", () => {
  test.each([
    ["privateNetwork", { privateNetwork: true }],
    ["interfaces", { interfaces: ["eth1"] }],
    ["macvlans", { macvlans: ["eth1"] }],
    ["extraVeths", { extraVeths: { lan0: {} } }],
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
    const others = option === "forwardPorts" ? { hostBridge: "br0" } : {};
    expect(web({ ...others, [option]: value, privateNetwork: true })).toEqual([]);
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

  test("4: restartIfChanged has no effect without autoStart", () => {
    const silent = [
      { autoStart: true },
      { autoStart: true, restartIfChanged: true },
      { autoStart: nix`true`, restartIfChanged: true },
      // To leave a container out of switches is nobody's mistake.
      { autoStart: undefined },
      { autoStart: false },
      { autoStart: false, restartIfChanged: false },
      { autoStart: undefined, restartIfChanged: false },
    ];
    for (const options of silent) expect(web(options)).toEqual([]);
    for (const autoStart of [false, undefined]) {
      for (const restartIfChanged of [true, nix`true`]) {
        expect(web({ autoStart, restartIfChanged })).toEqual([
          ["NP204", "warning", ["web", "restartIfChanged"]],
        ]);
      }
    }
  });

  test.each(["hostAddress", "hostAddress6"])("5: hostBridge with %s", (option) => {
    const both = { hostBridge: "br0", [option]: option === "hostAddress" ? "10.0.0.1" : "fc00::1" };
    expect(web({ privateNetwork: true, ...both })).toEqual([["NP205", "warning", ["web", option]]]);
    expect(web({ extraVeths: { lan0: both } })).toEqual([
      ["NP205", "warning", ["web", "extraVeths", "lan0", option]],
    ]);
    // In the network of the container's address it is its gateway.
    const local = { localAddress: "10.0.0.2/24", localAddress6: "fc00::2/64" };
    expect(web({ privateNetwork: true, ...both, ...local })).toEqual([]);
    const elsewhere = { localAddress: "10.1.0.2/24", localAddress6: "fc01::2/64" };
    expect(web({ privateNetwork: true, ...both, ...elsewhere })).toHaveLength(1);
    expect(
      web({ privateNetwork: true, ...both, localAddress: nix`x`, localAddress6: nix`x` }),
    ).toEqual([]);
    expect(web({ privateNetwork: true, ...both, hostBridge: null })).toEqual([]);
    // An address without a network: NixOS adds a route to the gateway.
    for (const [four, six] of [
      ["10.1.0.2/32", "fc01::2/128"],
      ["10.1.0.2", "fc01::2"],
    ]) {
      const alone = { localAddress: four, localAddress6: six };
      expect(web({ privateNetwork: true, ...both, ...alone })).toEqual([]);
      expect(web({ extraVeths: { lan0: { ...both, ...alone } } })).toEqual([]);
    }
  });

  test.each(["/a b", "/a\tb", '/a"b', "/a\\b", "/a:b/c", "/a\u0007b"])("7: bind of %j", (path) => {
    expect(web({ bindMounts: { "/srv": { hostPath: path } } })).toEqual([
      ["NP207", "error", ["web", "bindMounts", "/srv", "hostPath"]],
    ]);
    expect(web({ bindMounts: { [path]: { hostPath: "/srv" } } })).toEqual([
      ["NP207", "error", ["web", "bindMounts", path]],
    ]);
    expect(web({ bindMounts: { "/srv": { hostPath: "/srv", mountPoint: path } } })).toEqual([
      ["NP207", "error", ["web", "bindMounts", "/srv", "mountPoint"]],
    ]);
  });

  test.each(["/a$b", "/a`b", "/a(b)", "/a*b", "/~a", "/a#b", "/a&b;c", "/ä漢😀"])(
    "7: bind of %j, which the shell only splits, arrives as it is",
    (path) => {
      expect(web({ bindMounts: { [path]: {}, "/srv": { hostPath: path } } })).toEqual([]);
      expect(web({ extraFlags: [`--bind=${path}`] })).toEqual([]);
    },
  );

  test.each(["/100%", "/it's"])("7: %j in the unit's RequiresMountsFor=", (path) => {
    const at = (...rest: string[]) => ["NP207", "warning", ["web", "bindMounts", ...rest]];
    expect(web({ bindMounts: { "/srv": { hostPath: path } } })).toEqual([at("/srv", "hostPath")]);
    // Without a host path, the place in the container is that on the host.
    expect(web({ bindMounts: { [path]: {} } })).toEqual([at(path)]);
    expect(web({ bindMounts: { "/srv": { mountPoint: path } } })).toEqual([
      at("/srv", "mountPoint"),
    ]);
    expect(web({ bindMounts: { [path]: { hostPath: "/srv" } } })).toEqual([]);
  });

  test("7: extra flags and tmpfs", () => {
    for (const flag of [
      "--setenv=A=b c",
      '--setenv=A="b"',
      "--setenv=A=b\\$c",
      "--a\\",
      "--a\nb",
    ]) {
      expect(web({ extraFlags: ["--quiet", flag] })).toEqual([
        ["NP207", "error", ["web", "extraFlags", 1]],
      ]);
    }
    for (const fine of ["/a~b", "/a#b", "/a*", "/a[b]", "/a!", "/a?"]) {
      expect(web({ tmpfs: [fine] })).toEqual([]);
    }
    for (const mount of ["/var:$(id)", "/it's", "/a;b", "/{a,b}"]) {
      expect(web({ tmpfs: ["/tmp", mount] })).toEqual([["NP207", "error", ["web", "tmpfs", 1]]]);
    }
    expect(web({ extraFlags: nix`[ "a b" ]`, tmpfs: [nix`"/a b"`] })).toEqual([]);
  });

  test("7: paths that are a whole line of the conf file", () => {
    expect(web({ networkNamespace: "/run/netns/a\\b" })).toEqual([
      ["NP207", "error", ["web", "networkNamespace"]],
    ]);
    expect(web({ networkNamespace: "/run/netns/a b" })).toEqual([]);
    expect(web({ config: undefined, flake: "github:a/b\n" })).toEqual([
      ["NP207", "error", ["web", "flake"]],
    ]);
  });

  test.each(["a.b", "a b", "", "ä", "-a", "a-", "a".repeat(65)])("8: the name %j", (name) => {
    expect(check({ [name]: { path: "/x", autoStart: true } })).toEqual([
      ["NP208", "error", [name]],
    ]);
  });

  test("8: underscores and long names, where NixOS refuses them", () => {
    expect(check({ a_b: plain })).toEqual([["NP208", "error", ["a_b"]]]);
    // Where NixOS does not look, systemd-nspawn refuses to start it.
    expect(check({ a_b: { path: "/x", autoStart: true } })).toEqual([["NP208", "error", ["a_b"]]]);
    expect(check({ "twelve-chars": veth })).toEqual([["NP208", "warning", ["twelve-chars"]]]);
    expect(check({ "twelve-chars": { ...veth, config: undefined, path: "/x" } })).toEqual([
      ["NP208", "warning", ["twelve-chars"]],
    ]);
    expect(check({ "eleven-char": veth })).toEqual([]);
    expect(check({ ["a".repeat(64)]: plain })).toEqual([]);
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
});

describe("10: what two containers cannot both have", () => {
  test.each([
    ["localAddress", "10.0.0.2", "10.0.0.2/24"],
    ["localAddress6", "fc00::2", "fc00:0:0::0002/64"],
    ["localMacAddress", "de:b7:73:01:10:90", "DE:B7:73:01:10:90"],
  ])("%s in two forms", (option, one, other) => {
    expect(
      check({
        a: { ...veth, hostBridge: "br0", [option]: one },
        b: { ...veth, hostBridge: "br0", [option]: other },
      }),
    ).toEqual([["NP210", "error", ["b", option]]]);
    // Without a private network they come to nothing, and that is another problem.
    expect(
      check({ a: { ...veth, [option]: one }, b: { ...plain, [option]: one } }).map(
        ([code]) => code,
      ),
    ).toEqual(["NP202"]);
  });

  test("a host port, by protocol", () => {
    const forward = (...forwardPorts: unknown[]) => ({ ...veth, hostBridge: "br0", forwardPorts });
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
    // Only old versions of systemd cut them alike.
    expect(check({ [first]: at(1), [second]: at(2) })).toContainEqual([
      "NP210",
      "warning",
      [second],
    ]);
    expect(check({ web: at(1), b: { ...plain, extraVeths: { "ve-web": {} } } })).toEqual([
      ["NP210", "error", ["b", "extraVeths", "ve-web"]],
    ]);
    expect(check({ "eleven-ch-1": at(1), "eleven-ch-2": at(2) })).toEqual([]);
    expect(
      check({ a: { ...veth, extraVeths: { lan: {} } }, b: { ...plain, extraVeths: { lan: {} } } }),
    ).toEqual([["NP210", "error", ["b", "extraVeths", "lan"]]]);
    expect(
      check({ a: { ...veth, interfaces: ["e1"] }, b: { ...plain, interfaces: ["e1"] } }),
    ).toEqual([["NP210", "error", ["b", "interfaces", 0]]]);
  });

  test("containers that are started by hand may take turns", () => {
    const off = { ...veth, autoStart: false, interfaces: ["e1"], localAddress: "10.0.0.2" };
    const found = [
      ["NP210", "warning", ["b", "localAddress"]],
      ["NP210", "warning", ["b", "interfaces", 0]],
    ];
    expect(check({ a: off, b: off })).toEqual(found);
    // Its module refuses them.
    const own = checkRules({ a: off, b: off }, "systemd.containers");
    expect(own.map(({ severity }) => severity)).toEqual(["error", "error"]);
    const on = found.map(([code, , path]) => [code, "error", path]);
    expect(check({ a: off, b: { ...off, autoStart: true } })).toEqual(on);
    expect(check({ a: off, b: { ...off, autoStart: nix`x` } })).toEqual(on);
    const end = { ...off, hostAddress: "10.0.0.1", interfaces: [] };
    expect(check({ a: end, b: { ...off, localAddress: "10.0.0.1" } })).toEqual([
      ["NP210", "warning", ["b", "localAddress"]],
    ]);
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
  for (const name of [long, "", "a b", "a/b", "a:b", "a%b", "7", ".", "all", 'a"b', "ä"]) {
    expect(web({ extraVeths: { [name]: {} } })).toEqual([
      ["NP213", "error", ["web", "extraVeths", name]],
    ]);
  }
  expect(web({ extraVeths: { [long.slice(1)]: {} } })).toEqual([]);
  // systemd-nspawn cuts this name, and the container starts.
  expect(web({ macvlans: ["thirteen-long"] })).toEqual([
    ["NP213", "warning", ["web", "macvlans", 0]],
  ]);
  expect(web({ macvlans: ["twelve-lette"] })).toEqual([]);
});

test("the same address at both ends", () => {
  expect(
    web({ privateNetwork: true, hostAddress: "10.0.0.1", localAddress: "10.0.0.1/32" }),
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

test("addresses of further pairs count as those of the first", () => {
  const pair = { hostAddress6: "fc00::1", localAddress6: "FC00:0::1/64" };
  expect(web({ extraVeths: { lan0: pair } })).toEqual([
    ["NP214", "error", ["web", "extraVeths", "lan0", "localAddress6"]],
  ]);
  expect(web({ privateNetwork: true, ...pair })).toEqual([
    ["NP214", "error", ["web", "localAddress6"]],
  ]);
  const first = { ...veth, hostAddress: "10.0.0.1", localAddress: "10.0.0.2" };
  expect(
    check({ first, web: { ...plain, extraVeths: { lan0: { hostAddress: "10.0.0.2" } } } }),
  ).toEqual([["NP210", "error", ["first", "localAddress"]]]);
  expect(web({ ...first, extraVeths: { lan0: { localAddress: "10.0.0.1" } } })).toEqual([
    ["NP210", "error", ["web", "extraVeths", "lan0", "localAddress"]],
  ]);
  expect(web({ ...first, extraVeths: { lan0: { hostAddress: "10.0.0.1" } } })).toEqual([]);
});

test("a container's address that is the host's towards another", () => {
  const db = { ...veth, hostAddress: "10.0.0.1", localAddress: "10.0.0.2" };
  expect(check({ db, web: { ...veth, localAddress: "10.0.0.1/32" } })).toEqual([
    ["NP210", "error", ["web", "localAddress"]],
  ]);
  const six = { ...veth, hostAddress6: "fc00::1" };
  expect(check({ web: { ...veth, localAddress6: "fc00:0::1" }, six })).toEqual([
    ["NP210", "error", ["web", "localAddress6"]],
  ]);
});

test("names that differ only in case", () => {
  expect(check({ web: plain, Web: plain })).toEqual([["NP216", "warning", ["Web"]]]);
});

test("a prefix without a bridge", () => {
  const at = (...path: string[]) => [["NP218", "warning", ["web", ...path, "localAddress"]]];
  const address = { localAddress: "10.0.0.2/24" };
  expect(web({ privateNetwork: true, ...address })).toEqual(at());
  expect(web({ extraVeths: { lan: address } })).toEqual(at("extraVeths", "lan"));
  for (const fine of [
    { ...address, hostBridge: "br0" },
    { ...address, hostBridge: nix`x` },
    { localAddress: "10.0.0.2/32" },
    { localAddress: "10.0.0.0/24" },
    { localAddress: "10.0.0.2" },
    { localAddress6: "fc00::2/64" },
    { localAddress: "nonsense/24" },
    { localAddress: nix`x` },
  ]) {
    expect(web({ privateNetwork: true, ...fine })).toEqual([]);
    expect(web({ extraVeths: { lan: fine } })).toEqual([]);
  }
});

test("ports that lead nowhere", () => {
  const ports = { privateNetwork: true, forwardPorts: [{ hostPort: 80 }] };
  expect(web({ ...ports, hostAddress: null, extraVeths: {}, macvlans: [] })).toEqual([
    ["NP220", "warning", ["web", "forwardPorts"]],
  ]);
  for (const fine of [
    { forwardPorts: [] },
    { forwardPorts: nix`x` },
    { localAddress: "10.0.0.1" },
    { hostBridge: nix`x` },
    { extraVeths: { lan0: {} } },
    { extraVeths: nix`x` },
    { macvlans: ["eno1"] },
    { interfaces: nix`x` },
  ]) {
    expect(web({ ...ports, ...fine })).toEqual([]);
  }
});

test("port 0, which systemd-nspawn does not forward", () => {
  const forwardPorts = [{ hostPort: 1, containerPort: 0 }];
  expect(web({ privateNetwork: true, hostBridge: "br0", forwardPorts })).toEqual([
    ["NP103", "error", ["web", "forwardPorts", 0, "containerPort"]],
  ]);
});

test("values of wrong types are left to the schema", () => {
  const options = ["bindMounts", "extraVeths", "forwardPorts", "extraFlags", "tmpfs", "interfaces"];
  for (const value of [7, "x", true, null, [null], { a: null }, [[]], nix`x`]) {
    for (const option of options) {
      expect(() => web({ privateNetwork: true, [option]: value })).not.toThrow();
    }
  }
});

test("ten thousand containers are looked at together", () => {
  const containers = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, index) => [
      `c${index}`,
      { ...veth, localAddress: `10.${index >> 8}.${index & 255}.2`, forwardPorts: [] },
    ]),
  );
  expect(checkRules(containers)).toEqual([]);
});
