import type { Problem } from "../../problems/problem.js";
import { conflict, isKept, resourceText } from "../../containers/conflicts.js";
import type { Resource } from "../../containers/resources.js";
import { claimsOf, optionPath } from "../snapshot/claims.js";
import type { DesiredContainer } from "./desired.js";
import type { HostState } from "../snapshot/host-state.js";

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
    newClaims(name, conf, host.containers.get(name)?.conf?.values).flatMap((claim): Problem[] => {
      const found = others.flatMap((one) =>
        one.name === name
          ? []
          : one.claims.flatMap((held) => {
              const severity = conflict(held, claim);
              return severity === undefined ? [] : [{ name: one.name, severity }];
            }),
      );
      const other = found.find(({ severity }) => severity === "error") ?? found[0];
      if (other !== undefined) {
        return [inUse(name, claim, `container \`${other.name}\``, other.severity)];
      }
      const isHosts = claim.kind === "local address" && own.has(claim.value);
      return isHosts ? [inUse(name, claim, "this host", "error")] : [];
    }),
  );
}

/** What a container is to take and does not have by its conf file. */
export function newClaims(
  name: string,
  conf: ReadonlyMap<string, string>,
  written: ReadonlyMap<string, string> = new Map(),
): Resource[] {
  // On another bridge it is another network's.
  const key = ({ kind, value, bridge }: Resource): string => JSON.stringify([kind, value, bridge]);
  const had = new Set(claimsOf(name, written).map(key));
  return claimsOf(name, conf).filter((one) => !had.has(key(one)));
}

function inUse(name: string, claim: Resource, by: string, severity: Problem["severity"]): Problem {
  return {
    code: "NP715",
    severity,
    message: `${resourceText(claim, claim.value)} is in use by ${by}`,
    path: [name, ...optionPath(claim)],
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
    const inEffect = running === true ? claimsOf(name, startedWith ?? written) : [];
    return {
      name,
      claims: desired.has(name) ? inEffect : [...claimsOf(name, written), ...inEffect],
      isInUse,
    };
  });
  const other = [...(unreadable ?? [])].map(([name, values]) => ({
    name,
    claims: claimsOf(name, values),
    isInUse: true,
  }));
  return [...known, ...other].map(({ name, claims, isInUse }) => ({
    name,
    claims: claims.filter(({ kind }) => isInUse || isKept(kind)),
  }));
}
