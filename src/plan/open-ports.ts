import { argumentsOfProperty } from "../nix/property.js";
import { functionName } from "../nix/strict-reads.js";
import type { Expression } from "../nix/syntax.js";
import type { Setting } from "./modules/module-settings.js";

type Protocol = "tcp" | "udp";

/** Under these are the options of services; `services.nginx`, `programs.mosh`. */
const groups = new Set(["hardware", "programs", "services", "virtualisation"]);

/**
 * Services of nixpkgs that open ports of their own without being told to, or unless told not to: modules below
 * nixos/modules that define networking.firewall and have no openFirewall, or have it on. Which ports they are
 * is theirs to know.
 */
const opensItself = new Set(
  `avahi cjdns crashplan-small-business factorio kdeconnect kippo kubernetes localsend lxc magnetico mediatomb
  mosh nebula netbird openvswitch redsocks samba samba-wsdd sane saned serviio snapserver steam taskserver
  unifi urserver yggdrasil zerotierone`.split(/\s+/),
);

/** Options of networking.firewall that open nothing. */
const harmless =
  /^(?:allowPing|autoLoadConntrackHelpers|checkReversePath|connectionTrackingModules|filterForward|log\w*|pingLimit|rejectPackets)$/;

/** What is said of a port, and of a whole range. */
interface Range {
  readonly protocol: Protocol;
  readonly from: number;
  readonly to: number;
}

/** The ports that a NixOS system lets in, by its settings. */
export class OpenPorts {
  readonly #ranges: readonly Range[];

  private constructor(ranges: readonly Range[]) {
    this.#ranges = ranges;
  }

  /** @returns undefined where that is not known, or all are open */
  static of(settings: readonly Setting[]): OpenPorts | undefined {
    const found = settings.map(rangesOf);
    const ssh = sshRanges(settings);
    if (ssh === undefined || found.includes(undefined)) return undefined;
    return new OpenPorts([...ssh, ...found.flatMap((one) => one ?? [])]);
  }

  has(protocol: Protocol, port: number): boolean {
    return this.#ranges.some(
      (one) => one.protocol === protocol && one.from <= port && port <= one.to,
    );
  }
}

function rangesOf({ path, value }: Setting): readonly Range[] | undefined {
  const [group = "", name, ...option] = path;
  if (group === "networking") {
    if (name === "firewall")
      return togetherOpen(definitionsIn(value).map((one) => firewallRanges(option, one)));
    // A table of nftables may let anything in.
    const isPlain = option.length === 1 && option[0] === "enable" && booleanOf(value) !== undefined;
    return name === undefined || (name === "nftables" && !isPlain) ? undefined : [];
  }
  if (!groups.has(group)) return [];
  if (name === undefined || option.length === 0 || opensItself.has(name)) return undefined;
  if (name === "openssh") return [];
  const opens = option.some((one) => /^open\w*(?:Firewall|Ports?)/i.test(one));
  return opens && booleanOf(value) !== false ? undefined : [];
}

/** All ranges, of which some may not count: what is in none of them is closed. */
function togetherOpen(all: readonly (readonly Range[] | undefined)[]): Range[] | undefined {
  return all.includes(undefined) ? undefined : all.flatMap((one) => one ?? []);
}

/** What `lib.mkForce`, `lib.mkIf` and their like give an option, which may or may not win. */
function definitionsIn(value: Expression): readonly Expression[] {
  if (value.kind !== "call") return [value];
  const name = functionName(value.callee, undefined) ?? "";
  const content = value.arguments.at(-1);
  if (content === undefined || value.arguments.length !== argumentsOfProperty(name)) return [value];
  const several = name === "mkMerge" && content.kind === "list" ? content.items : [content];
  return several.flatMap(definitionsIn);
}

/** networking.firewall, of which an interface has the same lists of ports. */
function firewallRanges(
  [option = "", ...rest]: readonly string[],
  value: Expression,
): readonly Range[] | undefined {
  if (option === "interfaces" && rest.length === 2) return firewallRanges(rest.slice(1), value);
  const [, kind, isRanges] = /^allowed(TCP|UDP)Port(s|Ranges)$/.exec(option) ?? [];
  if (kind !== undefined && rest.length === 0) {
    const protocol = kind === "TCP" ? "tcp" : "udp";
    return isRanges === "Ranges" ? listedRanges(protocol, value) : listedPorts(protocol, value);
  }
  if (option === "enable") return booleanOf(value) === true ? [] : undefined;
  const isEmpty = value.kind === "list" && value.items.length === 0;
  return harmless.test(option) || isEmpty ? [] : undefined;
}

function listedPorts(protocol: Protocol, value: Expression): Range[] | undefined {
  if (value.kind !== "list") return undefined;
  const ports = value.items.map(numberOf);
  return ports.includes(undefined)
    ? undefined
    : ports.map((port = 0) => ({ protocol, from: port, to: port }));
}

function listedRanges(protocol: Protocol, value: Expression): Range[] | undefined {
  if (value.kind !== "list") return undefined;
  const ranges = value.items.map((one) => {
    const [from, to] = [attributeOf(one, "from"), attributeOf(one, "to")];
    return from === undefined || to === undefined ? undefined : { protocol, from, to };
  });
  return ranges.includes(undefined) ? undefined : ranges.filter((one) => one !== undefined);
}

/** services.openssh opens its ports, 22 by default, unless told not to (nixpkgs' sshd.nix). */
function sshRanges(settings: readonly Setting[]): Range[] | undefined {
  const of = (option: string): Expression[] =>
    settings
      .filter(({ path }) => path.join(".") === `services.openssh.${option}`)
      .map(({ value }) => value);
  const enabled = of("enable").map(booleanOf);
  if (enabled.every((one) => one === false)) return [];
  if (of("openFirewall").some((one) => booleanOf(one) === false)) return [];
  const ports = of("ports");
  if (ports.length === 0) return [{ protocol: "tcp", from: 22, to: 22 }];
  const found = ports.map((one) => listedPorts("tcp", one));
  return found.includes(undefined) ? undefined : found.flatMap((one) => one ?? []);
}

function booleanOf(value: Expression): boolean | undefined {
  if (value.kind !== "identifier") return undefined;
  return value.name === "true" ? true : value.name === "false" ? false : undefined;
}

function numberOf(value: Expression): number | undefined {
  return value.kind === "integer" ? Number(value.value) : undefined;
}

function attributeOf(set: Expression, name: string): number | undefined {
  if (set.kind !== "attribute-set") return undefined;
  for (const one of set.bindings) {
    if (one.kind === "binding" && one.path.length === 1 && one.path[0] === name) {
      return numberOf(one.value);
    }
  }
  return undefined;
}
