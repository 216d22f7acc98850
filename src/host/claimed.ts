import type { Problem } from "../problems/problem.js";
import { claimsOf, claimText, clash, type Claim } from "./claims.js";
import type { DesiredContainer } from "./desired.js";
import type { HostState } from "./host-state.js";

/**
 * NP715 for what containers are to take and another container of the host has, or the host itself.
 * What they have already is not looked at, nor is what they would take from each other: the rules on a
 * config see to that.
 * @param own the addresses of the host's interfaces
 * @param leaving names of containers that give up what they have before: they are restarted, or removed
 */
export function claimedByOthers(
  desired: readonly Pick<DesiredContainer, "name" | "conf">[],
  host: HostState,
  own: ReadonlySet<string>,
  leaving: readonly string[] = desired.map(({ name }) => name),
): Problem[] {
  const others = heldBy(host, new Set(desired.map(({ name }) => name))).filter(
    ({ name }) => !leaving.includes(name),
  );
  return desired.flatMap(({ name, conf }) =>
    newClaims(conf, host.containers.get(name)?.conf?.values).flatMap((claim): Problem[] => {
      const other = others.find(
        (one) => one.name !== name && one.claims.some((held) => clash(held, claim)),
      );
      if (other !== undefined) return [inUse(name, claim, `container \`${other.name}\``)];
      const isHosts = claim.kind === "local address" && own.has(claim.value);
      return isHosts ? [inUse(name, claim, "this host")] : [];
    }),
  );
}

/** What a container is to take and does not have by its conf file. */
export function newClaims(
  conf: ReadonlyMap<string, string>,
  written: ReadonlyMap<string, string> = new Map(),
): Claim[] {
  const had = new Set(claimsOf(written).map(({ kind, value }) => `${kind} ${value}`));
  return claimsOf(conf).filter(({ kind, value }) => !had.has(`${kind} ${value}`));
}

function inUse(name: string, claim: Claim, by: string): Problem {
  return {
    code: "NP715",
    severity: "error",
    message: `${claimText(claim)} is in use by ${by}`,
    path: [name, ...claim.options],
  };
}

/**
 * Addresses are a container's for good; ports and interfaces while it runs, or will by itself. One that
 * is wanted, and is not restarted, has what it runs with.
 */
function heldBy({ containers, unreadable }: HostState, desired: ReadonlySet<string>) {
  const known = [...containers.values()].map(({ name, conf, startedWith, running }) => {
    const written = conf?.values ?? new Map<string, string>();
    const isInUse = running === true || written.get("AUTO_START") === "1";
    const inEffect = running === true ? claimsOf(startedWith ?? written) : [];
    return {
      name,
      claims: desired.has(name) ? inEffect : [...claimsOf(written), ...inEffect],
      isInUse,
    };
  });
  const other = [...(unreadable ?? [])].map(([name, values]) => ({
    name,
    claims: claimsOf(values),
    isInUse: true,
  }));
  return [...known, ...other].map(({ name, claims, isInUse }) => ({
    name,
    claims: claims.filter(({ kind }) => isInUse || kind.endsWith("address")),
  }));
}
