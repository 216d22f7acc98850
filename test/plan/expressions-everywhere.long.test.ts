import { expect, test } from "@jest/globals";
import { compileText } from "../support/compile.js";

/** A container with a value for every option, and for all that is in them. */
const full = {
  autoStart: true,
  privateNetwork: true,
  privateUsers: "pick",
  hostAddress: "10.0.0.1",
  hostAddress6: "fc00::1",
  localAddress: "10.0.0.2/24",
  localAddress6: "fc00::2",
  localMacAddress: "02:00:00:00:00:01",
  hostBridge: "br0",
  hostInterface: "ve-x",
  interfaces: ["eth1"],
  macvlans: ["eno1:lan0"],
  networkNamespace: "/run/netns/x",
  extraVeths: {
    lan0: {
      hostAddress: "10.1.0.1",
      localAddress: "10.1.0.2",
      hostBridge: "br1",
      forwardPorts: [{ protocol: "tcp", hostPort: 81, containerPort: 80 }],
    },
  },
  forwardPorts: [{ protocol: "udp", hostPort: 53, containerPort: 53 }, { hostPort: 8080 }],
  bindMounts: {
    "/srv": { hostPath: "/data/srv", isReadOnly: false },
    "/home": { mountPoint: "/home:idmap", hostPath: "/home" },
  },
  allowedDevices: [{ node: "/dev/fuse", modifier: "rwm" }],
  additionalCapabilities: ["CAP_NET_ADMIN", "all"],
  enableTun: true,
  ephemeral: true,
  copyResolvConf: false,
  tmpfs: ["/tmp:size=1G"],
  extraFlags: ["--bind", "/a:/b", "--setenv=A=b"],
  resourceControl: { MemoryMax: "1G", CPUQuota: "50%" },
  restartIfChanged: false,
  timeoutStartSec: "2min",
  specialArgs: { inputs: { a: 1 } },
  flake: "github:a/b#c",
  path: "/nix/var/nix/profiles/x",
  nixpkgs: "/nix/nixpkgs",
  config: {
    imports: ["x"],
    system: { stateVersion: "26.05" },
    nixpkgs: { hostPlatform: "x86_64-linux" },
    services: { openssh: { enable: true, ports: [22], openFirewall: false } },
    networking: { firewall: { allowedTCPPorts: [80], allowedTCPPortRanges: [{ from: 1, to: 2 }] } },
  },
  host: { networking: { firewall: { allowedTCPPorts: [8080] } } },
};

/** Each of the values in it in turn as what `of` makes of it, as TypeScript. */
function variants(value: unknown, of: (written: string) => string): string[] {
  const whole = of(JSON.stringify(value));
  if (Array.isArray(value)) {
    const items = value.map((one) => JSON.stringify(one));
    return [
      whole,
      ...value.flatMap((one, at) =>
        variants(one, of).map((made) => `[${items.with(at, made).join(", ")}]`),
      ),
    ];
  }
  if (typeof value !== "object" || value === null) return [whole];
  const entries = Object.entries(value);
  return [
    whole,
    ...entries.flatMap(([name, one]) => {
      const others = entries
        .filter(([other]) => other !== name)
        .map(([other, beside]) => `${JSON.stringify(other)}: ${JSON.stringify(beside)}`);
      return variants(one, of).map(
        (made) => `{ ${[`${JSON.stringify(name)}: ${made}`, ...others].join(", ")} }`,
      );
    }),
  ];
}

const expressions: Readonly<Record<string, (written: string) => string>> = {
  "a reference": () => "host.config.a.b",
  "a call": () => "host.config.f(1)",
  "a template": (written) => `nix\`\${${written}}\``,
  "a text with an expression": () => "text`a ${host.config.a}`",
  "a file": () => 'file("./x")',
  "lib.mkForce": (written) => `lib.mkForce(${written})`,
  "lib.mkIf": (written) => `lib.mkIf(host.config.a, ${written})`,
  "lib.mkMerge": (written) => `lib.mkMerge([${written}, host.config.a])`,
};

const cases = [
  ...Object.keys(expressions).map((name) => [name, "containers"] as const),
  ...(["systemd.containers", "units"] as const).map((target) => ["a template", target] as const),
];

test.each(cases)("no rule computes with %s in any place (target %s)", async (name, target) => {
  const of = expressions[name] ?? String;
  const containers = variants(full, of).map((one, index) => `c${index}: ${one}`);
  const { problems, messages, result } = await compileText(
    `import { defineContainers, file, host, lib, nix, text } from "nixpawn";
export default defineContainers({ ${containers.join(",\n")} } as any, { target: "${target}" });\n`,
  );
  const misuses = problems.flatMap(([code, where], index) =>
    /^NP(?:31[03-9]|00\d|05[34])$/.test(code) ? [[code, where, messages[index]]] : [],
  );
  expect(misuses).toEqual([]);
  // What is told has no text of what stands in for an expression, and no internal error.
  expect(messages.filter((one) => /undefined|\[object|⟨|=>/.test(one))).toEqual([]);
  expect(result.problems.length).toBeGreaterThan(0);
});
