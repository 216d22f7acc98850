import type { ContainerOptions } from "../../authoring/container-options.generated.js";
import type { TargetName } from "../../authoring/target-names.js";
import type { Problem, ValuePath } from "../../problems/problem.js";
import { cutInterface, hostInterface, interfaceNameLimit, ownInterface } from "../facts.js";
import { definition, isText } from "../schema-walk.js";
import { normalizedAddress } from "./address.js";
import { pairOptions } from "./network.js";
import { attributes, isSet, items, text, type HostRule } from "./rule.js";

interface Claim {
  /** What must be there once. */
  readonly key: string;
  /** In words, for the message. */
  readonly what: string;
  readonly path: ValuePath;
  /** Whether only old systems have one of it for both. */
  readonly old?: boolean;
}

/** Rule 10: addresses, MAC addresses, host ports and interfaces of the host belong to one container each. */
export const claimedTwice: HostRule = (containers, target) => {
  const first = new Map<string, Claim>();
  const problems: Problem[] = [];
  for (const [name, options] of Object.entries(containers)) {
    for (const claim of claimsOf(name, options, target)) {
      const other = first.get(claim.key);
      if (other === undefined) {
        first.set(claim.key, claim);
        continue;
      }
      problems.push({
        code: "NP210",
        severity: claim.old === true || other.old === true ? "warning" : "error",
        message: `${claim.what} is taken twice: by \`${String(other.path[0])}\` and by \`${name}\``,
        path: claim.path,
        relatedPaths: [{ message: "it is taken here first", path: other.path }],
      });
    }
  }
  return problems;
};

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
    if (typeof moved !== "string") continue;
    claims.push({
      key: `moved ${moved}`,
      what: `the interface \`${moved}\``,
      path: [name, "interfaces", index],
    });
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
  given: Readonly<Partial<Record<"localAddress" | "localAddress6" | "localMacAddress", unknown>>>,
): Claim[] {
  const claims: Claim[] = [];
  for (const option of ["localAddress", "localAddress6"] as const) {
    const address = normalizedAddress(given[option]);
    if (address === undefined) continue;
    claims.push({
      key: `address ${address}`,
      what: `the address \`${text(given[option])?.replace(/\/.*/, "") ?? ""}\``,
      path: [...path, option],
    });
  }
  const mac = text(given.localMacAddress);
  if (mac !== undefined) {
    claims.push({
      key: `mac ${mac.toLowerCase()}`,
      what: `the MAC address \`${mac}\``,
      path: [...path, "localMacAddress"],
    });
  }
  return claims;
}

function portClaims(name: string, options: ContainerOptions): Claim[] {
  return items(options.forwardPorts).flatMap(([index, forward]) => {
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

/** Names of interfaces (IFNAMSIZ of Linux, and what systemd takes). */
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
      .filter(([, one]) => typeof one === "string" && `mv-${one}`.length > interfaceNameLimit)
      .map(([index, one]): Problem => {
        const path = [name, "macvlans", index];
        const message = `\`mv-${String(one)}\` has more than ${interfaceNameLimit} characters: systemd-nspawn cuts the name, and the container does not find the interface under it`;
        return { code: "NP213", severity: "warning", message, path };
      }),
  ]);

const interfaceName = definition("interfaceName");
