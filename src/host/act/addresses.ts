import { ProblemError } from "../../problems/problem.js";
import { claimsOf } from "../snapshot/claims.js";
import type { HostState } from "../snapshot/host-state.js";

/** The network of containers' own networks; each pair has the third number for itself. */
const network = "10.233";

export interface AddressPair {
  readonly hostAddress: string;
  readonly localAddress: string;
}

/**
 * A pair of addresses that nobody has: 10.233.N.1 for the host's end, 10.233.N.2 for the container's.
 * @param taken those of the host's containers, and of the host itself
 * @throws ProblemError NP716 when all are taken
 */
export function freePair(taken: ReadonlySet<string>): AddressPair {
  const used = new Set([...taken].map((address) => address.split(".").slice(0, 3).join(".")));
  for (let third = 1; third < 255; third += 1) {
    const prefix = `${network}.${String(third)}`;
    if (!used.has(prefix)) return { hostAddress: `${prefix}.1`, localAddress: `${prefix}.2` };
  }
  throw new ProblemError([
    {
      code: "NP716",
      severity: "error",
      message: `all of ${network}.0.0/16 is taken by containers`,
      hint: "give addresses with --host-address and --local-address",
    },
  ]);
}

/** The addresses of a host's containers, without prefixes. */
export function takenAddresses({ containers, unreadable }: HostState): ReadonlySet<string> {
  // One that runs may have others than its conf file says by now.
  const known = [...containers.values()].flatMap(({ name, conf, startedWith }) => [
    [name, conf?.values] as const,
    [name, startedWith] as const,
  ]);
  const claims = [...known, ...(unreadable ?? [])].flatMap(([name, values]) =>
    values === undefined ? [] : claimsOf(name, values),
  );
  return new Set(claims.filter(({ kind }) => kind.endsWith("address")).map(({ value }) => value));
}
