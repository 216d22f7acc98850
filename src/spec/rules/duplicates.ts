import type { ContainerOptions } from "../../authoring/container-options.generated.js";
import type { TargetName } from "../../authoring/target-names.js";
import { isNixExpression } from "../../nix/value.js";
import type { Problem, ValuePath } from "../../problems/problem.js";
import { cutInterface, hostInterface, interfaceNameLimit, ownInterface } from "../facts.js";
import { hostName, insideName } from "../interface-pair.js";
import { definition, isText } from "../schema-walk.js";
import { normalizedAddress } from "./address.js";
import { pairOptions } from "./network.js";
import { asTurns, attributes, isSet, items, takeTurns, text, type HostRule } from "./rule.js";

interface Claim {
  /** What must be there once. */
  readonly key: string;
  /** The network that it is in: a bridge, or a pair that stands alone. Elsewhere it may be there again. */
  readonly bridge?: unknown;
  /** Whether several may share it, if none has it alone. */
  readonly shared?: boolean;
  /** In words, for the message. */
  readonly what: string;
  readonly path: ValuePath;
  /** Whether only old systems have one of it for both. */
  readonly old?: boolean;
}

/**
 * Rule 10: addresses, MAC addresses, host ports and interfaces of the host belong to one container each.
 * nixpkgs checks none of it; the second container does not start: Linux has a name of an interface once, and
 * adds a route once (EEXIST of rtnetlink(7); postStartScript of nixos-containers.nix). A MAC address or an
 * address that is there twice on one bridge, and a forwarded port, lead to one of the two at random. Two
 * bridges are two networks: there it is allowed. Containers that are started by hand may take turns.
 */
export const claimedTwice: HostRule = (containers, target) => {
  const known = new Map<string, Claim[]>();
  const problems: Problem[] = [];
  for (const [name, options] of Object.entries(containers)) {
    for (const claim of claimsOf(name, options, target)) {
      const others = known.get(claim.key);
      if (others === undefined) {
        known.set(claim.key, [claim]);
        continue;
      }
      const other =
        others.find((one) => severityOf(one, claim) === "error") ??
        others.find((one) => severityOf(one, claim) !== undefined);
      others.push(claim);
      const severity = other && severityOf(other, claim);
      if (other === undefined || severity === undefined) continue;
      const first = String(other.path[0]);
      problems.push({
        code: "NP210",
        severity,
        message:
          first === name
            ? `${claim.what} is taken twice by \`${name}\``
            : `${claim.what} is taken twice: by \`${first}\` and by \`${name}\``,
        path: claim.path,
        relatedPaths: [{ message: "it is taken here first", path: other.path }],
        ...(takeTurns(containers, [first, name], target) ? asTurns : {}),
      });
    }
  }
  return problems;
};

/** How bad it is to have two; undefined where nothing speaks against it. */
function severityOf(one: Claim, other: Claim): Problem["severity"] | undefined {
  if (one.shared === true && other.shared === true) return undefined;
  if (one.old === true || other.old === true) return "warning";
  if (one.bridge === other.bridge && !isNixExpression(one.bridge)) return "error";
  return typeof one.bridge === "string" && typeof other.bridge === "string" ? undefined : "warning";
}

function claimsOf(name: string, options: ContainerOptions, target: TargetName): Claim[] {
  const claims: Claim[] = [];
  if (options.privateNetwork === true) {
    claims.push(...addressClaims([name], options), ...portClaims(name, options));
    if (needsVeth(options)) {
      claims.push(...hostEnd(name, options, target));
    }
  }
  for (const [veth, given] of attributes(options.extraVeths)) {
    const path = [name, "extraVeths", veth];
    claims.push(interfaceClaim(veth, path));
    claims.push(...addressClaims(path, given));
  }
  for (const [index, moved] of items(options.interfaces)) {
    if (typeof moved === "string") {
      claims.push(interfaceClaim(hostName(moved), [name, "interfaces", index]));
    }
  }
  for (const [index, parent] of items(options.macvlans)) {
    if (typeof parent !== "string") continue;
    claims.push({ ...interfaceClaim(hostName(parent), [name, "macvlans", index]), shared: true });
  }
  return claims;
}

/** The host's end of the first pair, where its name is known. */
function hostEnd(name: string, options: ContainerOptions, target: TargetName): Claim[] {
  const named = options.hostInterface;
  if (target === "containers" || named === null) {
    return [interfaceClaim(hostInterface(name, isSet(options.hostBridge)), [name])];
  }
  if (named === undefined) return [interfaceClaim(ownInterface(name), [name])];
  return typeof named === "string" ? [interfaceClaim(named, [name, "hostInterface"])] : [];
}

function interfaceClaim(full: string, path: ValuePath): Claim {
  const name = cutInterface(full);
  const old = name !== full;
  const when = old ? " (as systemd before version 247 cuts it)" : "";
  return { key: `interface ${name}`, what: `the host's interface \`${name}\`${when}`, path, old };
}

function needsVeth(options: ContainerOptions): boolean {
  return pairOptions.some((option) => isSet(options[option]));
}

function addressClaims(
  path: readonly string[],
  given: Readonly<
    Partial<Record<"hostBridge" | "localAddress" | "localAddress6" | "localMacAddress", unknown>>
  >,
): Claim[] {
  const claims: Claim[] = [];
  const bridge = given.hostBridge ?? undefined;
  for (const option of ["localAddress", "localAddress6"] as const) {
    const address = normalizedAddress(given[option]);
    if (address === undefined) continue;
    claims.push({
      key: `address ${address}`,
      what: `the address \`${text(given[option])?.replace(/\/.*/, "") ?? ""}\``,
      bridge,
      path: [...path, option],
    });
  }
  const mac = text(given.localMacAddress);
  if (mac !== undefined) {
    claims.push({
      key: `mac ${mac.toLowerCase()}`,
      what: `the MAC address \`${mac}\``,
      bridge,
      path: [...path, "localMacAddress"],
    });
  }
  return claims;
}

function portClaims(name: string, options: ContainerOptions): Claim[] {
  return items(options.forwardPorts).flatMap(([index, forward]) => {
    if (isNixExpression(forward)) return [];
    const { protocol, hostPort } = (forward ?? {}) as { protocol?: unknown; hostPort?: unknown };
    if (typeof hostPort !== "number") return [];
    const kind = typeof protocol === "string" ? protocol : "tcp";
    return [
      {
        key: `port ${kind} ${String(hostPort)}`,
        what: `the host's ${kind} port ${String(hostPort)}`,
        path: [name, "forwardPorts", index, "hostPort"],
      },
    ];
  });
}

/**
 * Names of interfaces: IFNAMSIZ of Linux, and what systemd takes (ifname_valid of its socket-util.c). A name
 * in the container that is too long is cut (shorten_ifname of its nspawn-network.c).
 */
export const interfaceNames: HostRule = (containers) =>
  Object.entries(containers).flatMap(([name, options]) => [
    ...attributes(options.extraVeths)
      .filter(([veth]) => !isText(interfaceName, veth))
      .map(([veth]): Problem => {
        const path = [name, "extraVeths", veth];
        const message = `\`${veth}\` must be ${interfaceName.description ?? ""}`;
        return { code: "NP213", severity: "error", message, path, atKey: true };
      }),
    ...items(options.macvlans)
      .filter(
        // A name inside that is given is held to the schema.
        ([, one]) =>
          typeof one === "string" &&
          !one.includes(":") &&
          insideName(one, "mv-").length > interfaceNameLimit,
      )
      .map(([index, one]): Problem => {
        const path = [name, "macvlans", index];
        const message = `\`mv-${hostName(String(one))}\` has more than ${interfaceNameLimit} characters: systemd-nspawn cuts the name, and the container does not find the interface under it`;
        const hint = `give it a name inside (systemd 254 and newer): ${JSON.stringify(`${hostName(String(one))}:lan0`)}`;
        return { code: "NP213", severity: "warning", message, hint, path };
      }),
  ]);

const interfaceName = definition("interfaceName");
