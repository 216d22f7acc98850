import type { Problem } from "../problems/problem.js";
import { claimsOf, claimText, clash, type Claim } from "./claims.js";
import type { DesiredContainer } from "./desired.js";
import type { HostContainer, HostState } from "./host-state.js";

/**
 * NP715 for what containers are to take and another container of the host has, or the host itself.
 * What they have already is not looked at, nor is what they would take from each other: the rules on a
 * config see to that.
 * @param gone names of containers that are removed before
 * @param own the addresses of the host's interfaces
 */
export function claimedByOthers(
  desired: readonly Pick<DesiredContainer, "name" | "conf">[],
  host: HostState,
  own: ReadonlySet<string>,
  gone: readonly string[] = [],
): Problem[] {
  const names = new Set([...desired.map(({ name }) => name), ...gone]);
  const others = heldBy(host).filter(({ name }) => !names.has(name));
  return desired.flatMap(({ name, conf }) => {
    const held = host.containers.get(name)?.conf?.values ?? new Map<string, string>();
    const had = new Set(claimsOf(held).map(({ kind, value }) => `${kind} ${value}`));
    return claimsOf(conf)
      .filter(({ kind, value }) => !had.has(`${kind} ${value}`))
      .flatMap((claim): Problem[] => {
        const other = others.find(({ claims }) => claims.some((one) => clash(one, claim)));
        if (other !== undefined) return [inUse(name, claim, `container \`${other.name}\``)];
        const isHosts = claim.kind === "local address" && own.has(claim.value);
        return isHosts ? [inUse(name, claim, "this host")] : [];
      });
  });
}

function inUse(name: string, claim: Claim, by: string): Problem {
  return {
    code: "NP715",
    severity: "error",
    message: `${claimText(claim)} is in use by ${by}`,
    path: [name, ...claim.options],
  };
}

/** Addresses are a container's for good; ports and interfaces while it runs, or will by itself. */
function heldBy({ containers, unreadable }: HostState) {
  const known = [...containers.values()].map(({ name, conf, running }: HostContainer) => {
    const values = conf?.values ?? new Map<string, string>();
    return { name, values, isInUse: running === true || values.get("AUTO_START") === "1" };
  });
  const other = [...(unreadable ?? [])].map(([name, values]) => ({ name, values, isInUse: true }));
  return [...known, ...other].map(({ name, values, isInUse }) => ({
    name,
    claims: claimsOf(values).filter(({ kind }) => isInUse || kind.endsWith("address")),
  }));
}
