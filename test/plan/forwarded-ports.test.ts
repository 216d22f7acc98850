import { expect, test } from "@jest/globals";
import { file, lib, nix } from "../../src/index.js";
import { containerSyntax } from "../../src/plan/container-syntax.js";
import { forwardedPortProblems } from "../../src/plan/forwarded-ports.js";

const ports = [
  { hostPort: 8080, containerPort: 80 },
  { hostPort: 53, protocol: "udp" },
];

function closed(config: unknown, more: object = {}): string[] {
  const given = { privateNetwork: true, forwardPorts: ports, config, ...more };
  const syntax = containerSyntax(
    given,
    {
      path: ["web"],
      report: (problem) => {
        throw new Error(problem.message);
      },
      resolveFile: (path) => `/etc/${path}`,
    },
    { placeOf: () => undefined, origins: undefined },
  );
  return forwardedPortProblems("web", given, syntax).map(({ code, severity, path }) => {
    expect([code, severity]).toEqual(["NP223", "warning"]);
    return (path ?? []).slice(2).join(".");
  });
}

const tcp = (...allowedTCPPorts: number[]) => ({ networking: { firewall: { allowedTCPPorts } } });

test.each<[string, unknown]>([
  ["nothing at all", {}],
  ["a service", { services: { nginx: { enable: true } } }],
  ["a function", ({ pkgs }: { pkgs: unknown }) => ({ environment: { systemPackages: [pkgs] } })],
  ["a fragment", nix`{ pkgs, ... }: { services.nginx.enable = true; }`],
  ["several modules", [{}, { services: { nginx: { enable: true } } }]],
  ["other ports", tcp(443)],
  ["the firewall on", { networking: { firewall: { enable: true, allowPing: true } } }],
  ["a firewall that a service leaves closed", { services: { redis: { openFirewall: false } } }],
  ["forced ports", { networking: { firewall: { allowedTCPPorts: lib.mkForce([443]) } } }],
  [
    "others under a condition",
    { networking: { firewall: { allowedTCPPorts: lib.mkIf(nix`config.x`, [443]) } } },
  ],
  ["the firewall on by default", { networking: { firewall: { enable: lib.mkDefault(true) } } }],
  ["SSH", { services: { openssh: { enable: true } } }],
  [
    "SSH on a port that it does not open",
    { services: { openssh: { enable: true, ports: [80], openFirewall: false } } },
  ],
  [
    "what only Nix knows, where it opens nothing",
    { services: { nginx: { virtualHosts: nix`x` } } },
  ],
  ["nftables", { networking: { nftables: { enable: true } } }],
  ["an import that opens nothing", { imports: [{ services: { nginx: { enable: true } } }] }],
])("%s leaves both closed", (_what, config) => {
  expect(closed(config)).toEqual(["0.containerPort", "1.hostPort"]);
});

test.each<[string, unknown]>([
  ["a list", tcp(80)],
  ["a forced list", { networking: { firewall: { allowedTCPPorts: lib.mkForce([80]) } } }],
  [
    "a list under a condition",
    { networking: { firewall: { allowedTCPPorts: lib.mkMerge([[443], lib.mkIf(nix`x`, [80])]) } } },
  ],
  ["a fragment", nix`{ networking.firewall.allowedTCPPorts = [ 80 443 ]; }`],
  ["another module", [{}, { imports: [() => tcp(80)] }]],
  ["a range", { networking: { firewall: { allowedTCPPortRanges: [{ from: 1, to: 99 }] } } }],
  [
    "an interface",
    { networking: { firewall: { interfaces: { eth0: { allowedTCPPorts: [80] } } } } },
  ],
  ["SSH on it", { services: { openssh: { enable: true, ports: [80] } } }],
  ["a module's own config", { options: {}, config: tcp(80) }],
])("%s opens one of the two", (_what, config) => {
  expect(closed(config)).toEqual(["1.hostPort"]);
});

test.each<[string, unknown]>([
  ["no firewall", { networking: { firewall: { enable: false } } }],
  ["a firewall that is an expression", { networking: { firewall: nix`x` } }],
  ["ports that are an expression", { networking: { firewall: { allowedTCPPorts: nix`x` } } }],
  ["a port that is one", { networking: { firewall: { allowedTCPPorts: [nix`config.x`] } } }],
  ["a firewall that is off by force", { networking: { firewall: { enable: lib.mkForce(false) } } }],
  ["forced ports of Nix's", { networking: { firewall: { allowedTCPPorts: lib.mkForce(nix`x`) } } }],
  ["rules", { networking: { firewall: { extraCommands: "iptables -A" } } }],
  ["trusted interfaces", { networking: { firewall: { trustedInterfaces: ["eth0"] } } }],
  ["a table of nftables", { networking: { nftables: { ruleset: "x" } } }],
  ["a service that opens", { services: { jellyfin: { openFirewall: true } } }],
  ["one that opens a kind of port", { services: { syncthing: { openDefaultPorts: true } } }],
  ["one that opens by itself", { services: { avahi: { enable: true } } }],
  ["one that is an expression", { services: { nginx: nix`x` } }],
  ["all services as one", { services: nix`x` }],
  ["a file", file("web.nix")],
  ["a file beside others", [{}, file("web.nix")]],
  ["an import", { imports: [file("web.nix")] }],
  ["imports that are an expression", { imports: nix`x` }],
  ["a condition", nix`lib.mkIf true { }`],
  ["a dynamic name", nix`{ ${"services"}.x = 1; }`],
  ["what is inherited", nix`{ config, ... }: { inherit (config) services; }`],
])("of %s nothing is said", (_what, config) => {
  expect(closed(config)).toEqual([]);
});

test("without a network of its own, ports, or a config, there is nothing to say", () => {
  expect(closed({}, { privateNetwork: false })).toEqual([]);
  expect(closed({}, { privateNetwork: nix`x` })).toEqual([]);
  expect(closed({}, { forwardPorts: [] })).toEqual([]);
  expect(closed({}, { forwardPorts: nix`x` })).toEqual([]);
  expect(closed({}, { forwardPorts: [nix`x`, { hostPort: nix`x` }] })).toEqual([]);
  expect(closed(undefined, { path: "/x" })).toEqual([]);
});
