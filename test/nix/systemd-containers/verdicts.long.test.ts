import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { evaluate } from "../../../src/nix/program/evaluate.js";
import { checkRules } from "../../../src/plan/rules.js";
import type { Containers } from "../../../src/plan/rules/rule.js";
import { checkShape } from "../../../src/plan/schema/schema.js";
import { folderWith, root } from "../../support/program.js";
import { sample, seed } from "../support/sample.js";
import { describeWithPath } from "../support/tools.js";
import { bundledModule } from "./support/bundled-module.js";

type Host = Readonly<Record<string, unknown>>;

/** What the rules only warn of and the module refuses. */
const refusedByModule = new Set(["NP213", "NP216"]);

/** Whether nixpawn takes the containers of a host. */
function accepts(containers: Host): boolean {
  const problems = checkShape(containers);
  return ![...problems, ...checkRules(containers as Containers, "systemd.containers")].some(
    ({ code, severity }) => severity === "error" || refusedByModule.has(code),
  );
}

/** Whether the module takes them; a value of the wrong type ends the evaluation. */
async function verdicts(hosts: readonly Host[], lib: string): Promise<boolean[]> {
  const file = join(folderWith({}), "hosts.json");
  writeFileSync(file, JSON.stringify(hosts));
  const judge = join(root, "test/nix/systemd-containers/judge.nix");
  const expression = `import ${judge} { lib = import <${lib}>; module = ${bundledModule()}; hosts = ${file}; }`;
  return evaluate<boolean[]>({ expression });
}

/** One that is taken now and then, among values that are all kinds of wrong. */
const among = (good: readonly unknown[], ...bad: fc.Arbitrary<unknown>[]) =>
  fc.oneof(
    { weight: 6 * bad.length, arbitrary: fc.constantFrom(...good) },
    ...bad.map((arbitrary) => ({ weight: 1, arbitrary })),
  );

/** Characters that mean something to systemd, a shell, systemd-nspawn or Nix. */
const characters = `aZ09 \t\n\r"'\\$\`%:;,.=/[]{}()*?!#&|~^_-+é`.split("");

/** Texts of parts that mean something where they end up, and of any characters. */
const text = (...parts: readonly string[]) =>
  fc.oneof(
    fc
      .array(fc.constantFrom(...parts, "", " ", "\n", "a", "0"), { maxLength: 5 })
      .map((all) => all.join("")),
    fc.string({
      unit: fc.constantFrom(...characters),
      maxLength: 8,
    }),
  );
const evil = "1min\nExecStartPre=/bin/evil";

const octet = fc.constantFrom("0", "1", "10", "99", "255", "256", "01", "-1", "", "x");
const octets = fc.array(octet, { minLength: 3, maxLength: 5 }).map((all) => all.join("."));
const groups = fc
  .array(fc.constantFrom("0", "fc00", "FC00", "2", "0002", "12345", "g", "", "", "10.0.0.1"), {
    maxLength: 9,
  })
  .map((all) => all.join(":"));
const anyIPv4 = ["10.0.0.1", "10.0.0.2", "255.255.255.255", "0.0.0.0", null];
const anyIPv6 = ["fc00::1", "FC00:0::1", "fc00:0:0:0:0:0:0:2", "::ffff:10.0.0.1", "::", null];
const prefixed = (address: fc.Arbitrary<string>) =>
  fc
    .tuple(
      address,
      fc.constantFrom("0", "8", "32", "33", "99", "128", "129", "024", "", "-1", "1/1"),
    )
    .map(([one, length]) => `${one}/${length}`);
const ipv4 = among(anyIPv4, octets, text("10.0.0.1", "/24"));
const ipv6 = among(anyIPv6, groups, text("fc00::1", "::", "%eth0"));
const localIPv4 = among(
  ["10.0.0.3", "10.0.0.4/24", "10.0.0.1/32", null],
  octets,
  prefixed(fc.oneof(octets, fc.constant("10.0.0.9"))),
);
const localIPv6 = among(
  ["fc00::3", "FC00::3/64", "fc00::4/128", "fc00:0::1", null],
  groups,
  prefixed(fc.oneof(groups, fc.constant("fc00::9"))),
);
const mac = among(
  ["02:00:00:00:00:0a", "02:00:00:00:00:0A", null],
  text("00:", "02:", "03", "0a:0b:0c", "00:00:00:00:00:00"),
);
const interfaceName = among(
  ["eth1", "lan0", "c-web", "a,b", "br0", "x[1]", "a\\", "c-a"],
  text(".", "all", "default", "12", "a,b", "eth", "0123456789"),
);
const interfacePair = among(
  ["eth1", "eth1:lan0", "eno1", "a:b", "a:"],
  text(".", "all", "12", ":", "eth0", "a,b"),
);
const path = among(
  ["/srv", "/data/", "/data/../srv", "/a b:c d", "/dev/fuse"],
  text("/", "..", "/srv"),
);
/** With options of binds, and what looks like some. */
const place = fc.oneof(
  path,
  fc.constantFrom("/a:idmap", "/b:rbind,rootidmap", "/a:/b", "/a:/b:norbind"),
  text("/a", "/b", ":", "\\:", "idmap", "norbind", ",", "ro"),
);
const line = text("-", "x", evil);
const port = among([80, 8080, 65535], fc.constantFrom(0, -1, 65536, 1.5, "80", null));

const pair = {
  hostBridge: fc.option(interfaceName, { freq: 2 }),
  hostAddress: ipv4,
  hostAddress6: ipv6,
  localAddress: localIPv4,
  localAddress6: localIPv6,
  localMacAddress: mac,
};
const forwardPorts = fc.array(
  fc.record(
    {
      hostPort: port,
      containerPort: fc.option(port),
      protocol: among(["tcp", "udp"], fc.constantFrom("icmp", "", null)),
    },
    { requiredKeys: ["hostPort"] },
  ),
  { maxLength: 2 },
);
const options: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  ...pair,
  privateNetwork: fc.boolean(),
  forwardPorts,
  hostInterface: fc.option(interfaceName),
  networkNamespace: fc.option(path),
  interfaces: fc.array(interfacePair, { maxLength: 2 }),
  macvlans: fc.array(interfacePair, { maxLength: 2 }),
  extraVeths: fc.dictionary(
    interfaceName.map(String),
    fc.record({ ...pair, forwardPorts }, { requiredKeys: [] }),
    { maxKeys: 2 },
  ),
  privateUsers: among(
    ["no", "pick", "identity", 0, 65536],
    fc.constantFrom(-1, 4294967296, "x", "1"),
  ),
  additionalCapabilities: fc.array(
    among(
      ["CAP_NET_ADMIN", "all", "CAP_BPF"],
      text("CAP_", "bogus", "cap_kill", ",", "62", "63", "all"),
    ),
    { maxLength: 2 },
  ),
  allowedDevices: fc.array(
    fc.record({
      node: among(
        ["/dev/fuse", "char-usb_device", "block-*"],
        text("/dev/", "char-", "%", '"', ":", "/dev/b", "rwm", evil),
      ),
      modifier: among(["r", "rw", "mwr"], text("r", "w", "m", "x")),
    }),
    { maxLength: 2 },
  ),
  bindMounts: fc.dictionary(
    place.map(String),
    fc.record(
      {
        hostPath: fc.option(fc.oneof(path, fc.constantFrom("", "+/a", "/a\\:b"))),
        mountPoint: place,
        isReadOnly: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
    { maxKeys: 3 },
  ),
  tmpfs: fc.array(among(["/tmp", "/var:size=1G"], text("/", ":", "relative", "size=1G")), {
    maxLength: 2,
  }),
  extraFlags: fc.array(
    fc.oneof(
      among(["--x", "-a=b"], line),
      text("--bind", "--bind=/a", "--quiet", "-U", "/a:/b", "--private-users", " ", "\t"),
    ),
    { maxLength: 3 },
  ),
  timeoutStartSec: among(
    ["90", "5min 20s", "infinity", "1.5h", "1M 3us", "1µs"],
    text("1", ".", "+", "min", "infinity", "h", "µs", evil),
  ),
  flake: fc.option(among(["github:a/b"], line), { freq: 4 }),
  path: fc.option(path, { freq: 9, nil: undefined }),
  enableTun: fc.boolean(),
  autoStart: among([true, false], fc.constantFrom("yes", 1)),
};

/** A container with few options set, so that what is wrong with it is one thing. */
const container = fc
  .uniqueArray(fc.constantFrom(...Object.keys(options)), { maxLength: 3 })
  .chain((names) =>
    fc.record(Object.fromEntries(names.map((name) => [name, options[name] ?? fc.constant(1)]))),
  )
  .chain((given) =>
    fc
      .record({ network: fc.boolean(), system: fc.integer({ max: 9, min: 0 }) })
      .map(({ network, system }) => ({
        ...(system === 0 || "flake" in given ? {} : { path: "/nix/store/x" }),
        ...(network ? { privateNetwork: true } : {}),
        ...given,
      })),
  );
const name = among(["web", "db", "a"], text("web", "-", "_", ".", "x".repeat(60))).map(String);
const host = fc.dictionary(name, container, { minKeys: 1, maxKeys: 2 });

/** Values without a mistake, few of each: containers that take from one another. */
const goodPair = fc.record(
  {
    hostAddress: fc.constantFrom("10.0.0.1", "10.0.0.2"),
    hostAddress6: fc.constantFrom("fc00::1", "FC00:0::2"),
    localAddress: fc.constantFrom("10.0.0.2", "10.0.0.3/24", "10.0.0.4"),
    localAddress6: fc.constantFrom(
      "fc00::2",
      "fc00:0::0003/64",
      "FC00::3",
      "::ffff:0:4",
      "::255.255.0.4",
    ),
    localMacAddress: fc.constantFrom("02:00:00:00:00:0a", "02:00:00:00:00:0A", "02:00:00:00:00:0b"),
    forwardPorts: fc.constant([]),
  },
  { requiredKeys: [] },
);
const networked = fc
  .tuple(
    goodPair,
    fc.record(
      {
        extraVeths: fc.dictionary(fc.constantFrom("lan0", "lan1", "ve-db"), goodPair, {
          maxKeys: 2,
        }),
        hostInterface: fc.constantFrom("c-web", "lan0", null),
        interfaces: fc.constantFrom(["eth1"], ["eth1", "eth2:lan"], ["lan0"]),
        macvlans: fc.constantFrom(["eth1"], ["eno1", "eno2:eth0"], ["eno1:lan0"]),
        hostBridge: fc.constantFrom("br0", "br1", null),
        forwardPorts: fc.constantFrom([{ hostPort: 80 }], [{ hostPort: 80, protocol: "udp" }]),
        bindMounts: fc.constantFrom({ "/a": {}, "/b": { mountPoint: "/b/../a/" } }, { "/a": {} }),
      },
      { requiredKeys: [] },
    ),
  )
  .map((parts) => Object.assign({ path: "/nix/store/x", privateNetwork: true }, ...parts) as Host);
const neighbours = fc.dictionary(fc.constantFrom("web", "db", "WEB", "a"), networked, {
  minKeys: 1,
  maxKeys: 2,
});

const hosts = [...sample(host, 1500), ...sample(neighbours, 500)];

describeWithPath("nixpkgs-lib/lib")("what the schema and the rules say of a host", () => {
  test.each(["nixpkgs-lib/lib", "nixpkgs/lib"])("the module says, too, with <%s>", async (lib) => {
    const given = JSON.parse(JSON.stringify(hosts)) as Host[];
    const expected = given.map(accepts);
    const found = await verdicts(given, lib);
    const differing = given
      .map((one, index) => ({ one, accepted: expected[index], byModule: found[index] }))
      .filter(({ accepted, byModule }) => accepted !== byModule)
      .map((one) => JSON.stringify(one));
    expect({ seed, differing }).toEqual({ seed, differing: [] });
    // Enough of both.
    const accepted = expected.filter(Boolean).length;
    expect(accepted).toBeGreaterThan(given.length / 8);
    expect(given.length - accepted).toBeGreaterThan(given.length / 8);
  });
});
