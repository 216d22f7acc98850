import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { reference } from "../../../src/authoring/references.js";
import { containerSchema } from "../../../src/containers/json-schema.js";
import { file, nix } from "../../../src/index.js";
import { optionSchemas } from "../../../src/plan/schema/schema-walk.js";
import { checkShape } from "../../../src/plan/schema/schema.js";

type Options = Readonly<Record<string, unknown>>;

const found = (options: unknown) =>
  checkShape({ web: options }).map(({ code, path }) => [code, ...(path ?? []).slice(1)]);
const accepts = (options: Options): boolean => checkShape({ web: options }).length === 0;

describe("what is made from the option table and the schema is up to date (else: npm run generate)", () => {
  test.each([
    ["scripts/generate-schema.js", "schemas/container.schema.json"],
    ["scripts/generate-types.js", "src/authoring/container-options.generated.ts"],
    ["scripts/compile-schema.js", "src/plan/schema/validate-container.generated.js"],
    [
      "scripts/generate-module-lines.js",
      "nixos-modules/systemd-containers/conf-lines.generated.nix",
    ],
    ["scripts/generate-module-values.js", "nixos-modules/systemd-containers/values.generated.nix"],
  ])("%s", (script, target) => {
    const made = execFileSync("node", [script, "--print"], { encoding: "utf8", maxBuffer: 1e8 });
    expect(made === readFileSync(target, "utf8")).toBe(true);
  });
});

test("the schema has every option, each with a description and an example", () => {
  // nixpkgs' 29, hostInterface and resourceControl.
  expect(Object.keys(optionSchemas)).toHaveLength(31);
  for (const schema of Object.values(containerSchema().properties ?? {})) {
    expect(schema.description).toMatch(/\.$/);
    expect(schema).toHaveProperty("examples");
  }
});

test("every example of the schema is accepted", () => {
  for (const [name, { examples = [] }] of Object.entries(containerSchema().properties ?? {})) {
    for (const example of examples) {
      expect(found({ [name]: example })).toEqual([]);
    }
  }
});

test.each(Object.keys(optionSchemas))("%s takes a Nix expression", (name) => {
  const curl: unknown = reference("pkgs").curl;
  for (const expression of [nix`x`, curl, file("./x.nix"), { $nix: "x" }, { $file: "./x" }]) {
    expect(found({ [name]: expression })).toEqual([]);
  }
  expect(found({ [name]: undefined })).toEqual([]);
});

const good: Readonly<Record<string, readonly unknown[]>> = {
  additionalCapabilities: [[], ["CAP_NET_ADMIN", "all"], ["CAP_CHECKPOINT_RESTORE"], [nix`x`]],
  allowedDevices: [
    [{ node: "/dev/fuse", modifier: "r" }],
    [{ node: "char-pts", modifier: "mwr" }],
    [{ node: "/dev/bus/usb/001/004", modifier: "wm" }],
    [{ node: "char-usb_device", modifier: "rwm" }],
    [{ node: "char-*", modifier: "rwm" }],
    [{ node: "block-loop", modifier: "rw" }],
    [{ node: "/run/systemd/inaccessible/chr", modifier: "r" }],
    [{ node: nix`x`, modifier: nix`x` }],
  ],
  bindMounts: [
    {},
    { "/a": {} },
    { "/a": { hostPath: null, isReadOnly: nix`x` } },
    { "/a": nix`x` },
  ],
  extraVeths: [{ lan: { localAddress: "10.0.0.1/8", hostBridge: "br0" } }],
  flake: [null, "github:example/web"],
  forwardPorts: [[{ hostPort: 0 }, { hostPort: 65535, containerPort: null, protocol: "udp" }]],
  hostAddress: [null, "10.0.0.1"],
  hostAddress6: [null, "fc00::1", "::", "::ffff:10.0.0.1", "FC00::1"],
  hostBridge: [null, "br0", "a.b-c_d", "7a", "alle", "br-1a2b3c4d5e6f"],
  interfaces: [[], ["eth1", "a".repeat(15)]],
  localAddress: [null, "10.0.0.1", "10.0.0.1/0", "10.0.0.1/32"],
  localAddress6: ["fc00::1", "fc00::1/0", "fc00::1/128"],
  localMacAddress: [null, "de:b7:73:01:10:90", "DE:B7:73:01:10:90", "00:00:00:00:00:01"],
  networkNamespace: [null, "/run/netns/vpn"],
  privateUsers: ["no", "pick", "identity", 0, 4294967295],
  specialArgs: [{}, { a: { b: [1, () => 1] } }],
  timeoutStartSec: ["90", "90s", "5min 20s", "1h30m", "infinity", "1.5h", "2 weeks", "1M 3us"],
  // Blanks are for a rule: nixpkgs cannot pass them on, a conf file of nixpawn can.
  tmpfs: [["/var", "/tmp:size=1G,mode=1777", "/var:mpol=bind:0-1"], ["/a b"]],
};

const bad: Readonly<Record<string, readonly unknown[]>> = {
  additionalCapabilities: [
    "CAP_NET_ADMIN",
    ["NET_ADMIN"],
    ["CAP_ALL"],
    ["cap_kill,bogus"],
    ["63"],
    ["ALL"],
    [7],
    {},
  ],
  allowedDevices: [
    [{ node: "/dev/fuse" }],
    [{ node: "/dev/fuse", modifier: "x" }],
    [{ node: "/dev/fuse", modifier: "RW" }],
    [{ node: "fuse", modifier: "r" }],
    [{ node: "/etc/passwd", modifier: "r" }],
    [{ node: "/dev/100%", modifier: "r" }],
    [{ node: "/dev/a\nb", modifier: "r" }],
    [{ node: '/dev/"a"', modifier: "r" }],
    [{ node: "/dev/a\\", modifier: "r" }],
    [{ node: "char-", modifier: "r" }],
  ],
  autoStart: ["yes", 1, null, []],
  bindMounts: [[], "x", { "/a": "/b" }, { "/a": { hostPath: "b" } }, { "/a": { readOnly: true } }],
  extraVeths: [{ lan: { localAddress: "10.0.0.256" } }, { lan: 7 }],
  flake: ["", 7],
  forwardPorts: [
    [{}],
    [{ hostPort: 65536 }],
    [{ hostPort: -1 }],
    [{ hostPort: 1.5 }],
    [{ hostPort: "80" }],
    [{ hostPort: 80, protocol: "sctp" }],
    { hostPort: 80 },
  ],
  hostAddress: ["10.0.0.1/24", "10.0.0", "010.0.0.1x", "fc00::1", " 10.0.0.1", 7, "010.0.0.1"],
  hostAddress6: ["fe80::1%eth0", "10.0.0.1", "fc00::1/64", "fc00::1::2", "fc00:::1"],
  hostBridge: ["", "a b", "a/b", "a:b", ".", "..", "a".repeat(16), "a%b", "12", "all", "ä"],
  localAddress: [
    "10.0.0.1/33",
    "10.0.0.1/024",
    "10.0.0.1/24/8",
    "10.0.0.1/",
    "10.0.0.1/-1",
    "fc00::1",
  ],
  localAddress6: ["fc00::1/129", "fe80::1%eth0/64", "10.0.0.1"],
  localMacAddress: [
    "df:b7:73:01:10:90",
    "00:00:00:00:00:00",
    "de:b7:73:01:10:90:01",
    "de:b7:73:01:10",
    "de-b7-73-01-10-90",
    "ge:b7:73:01:10:90",
  ],
  networkNamespace: ["run/netns", ""],
  path: ["relative", null],
  privateUsers: ["yes", -1, 4294967296, 1.5, null],
  timeoutStartSec: [
    "",
    "soon",
    "5 parsecs",
    "-1s",
    90,
    "1min2x",
    "1.5.5",
    "1min\n2s",
    "1min\nExecStartPre=/x",
  ],
  tmpfs: [["var"], [""], "/var"],
};

test.each(Object.entries(good).flatMap(([name, values]) => values.map((one) => [name, one])))(
  "%s: value %# is accepted",
  (name, value) => {
    expect(found({ [name as string]: value })).toEqual([]);
  },
);

test.each(Object.entries(bad).flatMap(([name, values]) => values.map((one) => [name, one])))(
  "%s: %j is one problem, at the option",
  (name, value) => {
    const problems = found({ [name as string]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]?.[1]).toBe(name);
  },
);

describe("addresses", () => {
  const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

  test("any IPv4 address is taken, and any IPv6 address in its two long forms", () => {
    fc.assert(
      fc.property(bytes(4), bytes(16), fc.nat(32), fc.nat(128), (four, six, prefix, prefix6) => {
        const address = [...four].join(".");
        const address6 = ipaddr.fromByteArray([...six]);
        return (
          accepts({ hostAddress: address, localAddress: `${address}/${prefix}` }) &&
          accepts({
            hostAddress6: address6.toNormalizedString(),
            localAddress6: `${address6.toString()}/${prefix6}`,
          })
        );
      }),
    );
  });

  test("any text is taken only if it is an address", () => {
    const nearly = fc.string({
      unit: fc.constantFrom(...Array.from("0123456789abf.:/")),
      maxLength: 20,
    });
    fc.assert(
      fc.property(nearly, (text) => {
        expect(accepts({ hostAddress: text })).toBe(ipaddr.IPv4.isValidFourPartDecimal(text));
        if (accepts({ hostAddress6: text })) expect(ipaddr.IPv6.isValid(text)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("time spans are those of systemd", () => {
  const systemd = (span: string): boolean =>
    spawnSync("systemd-analyze", ["timespan", "--", span]).status === 0;
  const isThere = spawnSync("systemd-analyze", ["--version"]).status === 0;

  const number = fc.oneof(
    fc.nat(99).map(String),
    fc.tuple(fc.nat(9), fc.nat(9)).map(([a, b]) => `${a}.${b}`),
    fc.constantFrom(".5", "+5", "-1", "1e3", "1_0", "1.2.3", ""),
  );
  const unit = fc.constantFrom(
    ..."us usec µs ms msec s sec second seconds m min minutes h hr hours d days w week".split(" "),
    ..."weeks M month months y years".split(" "),
    ...["", "S", "x", "minute", "Min"],
  );
  const blank = fc.constantFrom("", " ", "  ");
  const term = fc.tuple(number, blank, unit, blank).map((parts) => parts.join(""));
  const span = fc.oneof(
    fc.array(term, { minLength: 1, maxLength: 3 }).map((terms) => terms.join("")),
    fc.constantFrom("infinity", " infinity ", "Infinity", "infinity 5s", "", " "),
  );

  (isThere ? test : test.skip)("whatever is made of numbers and units", () => {
    fc.assert(
      fc.property(span, (text) => {
        expect([text, accepts({ timeoutStartSec: text })]).toEqual([text, systemd(text)]);
      }),
      { numRuns: 300 },
    );
  });
});

test("a long time span that is none is refused, without backtracking for minutes", () => {
  expect(accepts({ timeoutStartSec: `${"1".repeat(5000)}x` })).toBe(false);
});

test.each([
  ["pkgs", "NP105", "nixpkgs"],
  ["autostart", "NP106", "autoStart"],
  ["volumes", "NP106", "bindMounts"],
  ["services", "NP107", "config"],
  ["imports", "NP107", "config"],
  ["localAdress", "NP102", "localAddress"],
  ["qqqqqqqqqqqq", "NP102", undefined],
  ["toString", "NP102", undefined],
])("the unknown option %s", (name, code, hint) => {
  const [problem, ...others] = checkShape({ web: { [name]: true } });
  expect(others).toEqual([]);
  expect(problem).toMatchObject({ code, path: ["web", name], atKey: true });
  if (hint === undefined) expect(problem?.hint).toBeUndefined();
  else expect(problem?.hint).toContain(hint);
});

test.each([
  [{ bindMounts: { "/a": "/b" } }, 'write { hostPath: "/b" }'],
  [{ bindMounts: { "/a": "/b:/c" } }, undefined],
  [{ bindMounts: { "/a": { readOnly: true } } }, "did you mean `isReadOnly`?"],
  [{ forwardPorts: [8080] }, "write { hostPort: 8080, containerPort: 8080 }"],
  [
    { forwardPorts: ["53:5353/udp"] },
    'write { protocol: "udp", hostPort: 53, containerPort: 5353 }',
  ],
  [{ forwardPorts: ["127.0.0.1:80:80"] }, undefined],
  [{ timeoutStartSec: 90 }, 'write "90s"'],
])("%j, as it is written elsewhere, with what to write", (options, hint) => {
  const [problem, ...others] = checkShape({ web: options });
  expect([problem?.severity, others]).toEqual(["error", []]);
  expect(problem?.hint).toBe(hint);
});

test("messages say what is wanted and what was given", () => {
  const messages = checkShape({
    web: { forwardPorts: [{ hostPort: 99999 }], localAddress: "10.0.0.999" },
  }).map(({ message }) => message);
  expect(messages.sort()).toEqual([
    "`forwardPorts[0].hostPort` must be a port, 0 to 65535, not `99999`",
    '`localAddress` must be an IPv4 address, with or without a prefix length, not `"10.0.0.999"`',
  ]);
});

test.each([
  ["NET_ADMIN", "CAP_NET_ADMIN"],
  ["sys_ptrace", "CAP_SYS_PTRACE"],
  ["CAP_ALL", "all"],
  ["CAP_NET_ADMN", "CAP_NET_ADMIN"],
  ["something", undefined],
])("the capability %s is a slip for %s", (given, meant) => {
  const [problem] = checkShape({ web: { additionalCapabilities: [given] } });
  expect(problem?.hint).toBe(meant === undefined ? undefined : `did you mean "${meant}"?`);
});

test.each([
  { additionalCapabilities: ["cap_kill", "Cap_Net_Admin,CAP_BPF", "all", "12", "62", "0,all"] },
  {
    macvlans: ["enp1s0:wan", "eno1"],
    interfaces: ["enp2s0:lan0", "fifteen-letters:fifteen-letter2"],
  },
  {
    allowedDevices: [
      { node: "/dev/a", modifier: "" },
      { node: "/dev/a", modifier: "rwwm" },
    ],
  },
  { tmpfs: ["/var:", "/var:size=1G,mode=1777"] },
  { bindMounts: { "/a": { hostPath: "" }, "/b": { hostPath: "+/b" }, "/c:idmap": {} } },
])("what systemd-nspawn takes is no problem: %j", (options) => {
  expect(checkShape({ web: options })).toEqual([]);
});

test.each([
  "a:b:c",
  ":a",
  "eth0:all",
  "7:a",
  "eth0:12",
  "sixteen-letters-:a",
  "a:sixteen-letters-",
])("the pair of interfaces %j is none", (pair) => {
  for (const option of ["interfaces", "macvlans"]) {
    expect(checkShape({ web: { [option]: [pair] } })).toEqual([
      expect.objectContaining({ code: "NP103", path: ["web", option, 0] }),
    ]);
  }
});

test("names that objects have by themselves are unknown options like any other", () => {
  const given = JSON.parse('{ "__proto__": { "autoStart": true }, "constructor": 1 }') as Options;
  expect(found(given).sort()).toEqual([
    ["NP102", "__proto__"],
    ["NP102", "constructor"],
  ]);
});

test("gaps in a list are left to the conversion, which reports them", () => {
  const gap: unknown[] = ["/a", undefined];
  gap[4] = "/b";
  expect(found({ tmpfs: gap })).toEqual([]);
});

test("all problems of all containers are found", () => {
  expect(
    checkShape({ a: { autoStart: 1, x: 2 }, b: { forwardPorts: [{}, { hostPort: "x" }] } }).map(
      ({ code, path }) => [code, path],
    ),
  ).toEqual(
    expect.arrayContaining([
      ["NP103", ["a", "autoStart"]],
      ["NP102", ["a", "x"]],
      ["NP104", ["b", "forwardPorts", 0, "hostPort"]],
      ["NP103", ["b", "forwardPorts", 1, "hostPort"]],
    ]),
  );
});

test.each([null, 7, "x", [], () => ({}), nix`x`, new Date(0)])(
  "no container: value %#",
  (value) => {
    expect(found(value)).toEqual([["NP101"]]);
  },
);

test("ten thousand containers are looked at", () => {
  const containers = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, index) => [
      `c${index}`,
      { autoStart: true, localAddress: "10.0.0.1", forwardPorts: [{ hostPort: 80 }], config: {} },
    ]),
  );
  expect(checkShape(containers)).toEqual([]);
});
