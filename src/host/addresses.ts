import { networkInterfaces } from "node:os";
import { ProblemError } from "../problems/problem.js";
import { normalizedAddress } from "../spec/rules/address.js";
import type { HostState } from "./host-state.js";

/** The network of containers' own networks; each pair has the third number for itself. */
const network = "10.233";

/** The keys of conf files that hold addresses. */
const keys = ["HOST_ADDRESS", "HOST_ADDRESS6", "LOCAL_ADDRESS", "LOCAL_ADDRESS6"] as const;

export interface AddressPair {
  readonly hostAddress: string;
  readonly localAddress: string;
}

/**
 * A pair of addresses that nobody has: 10.233.N.1 for the host's end, 10.233.N.2 for the container's.
 * @param taken as `takenAddresses` has them
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

/** The addresses of a host's containers and of its own interfaces, without prefixes. */
export function takenAddresses({ containers }: HostState): ReadonlySet<string> {
  const ofContainers = [...containers.values()].flatMap(({ conf }) =>
    keys.map((key) => normalizedAddress(conf?.values.get(key))),
  );
  const ofHost = Object.values(networkInterfaces()).flatMap((addresses) =>
    (addresses ?? []).map(({ address }) => normalizedAddress(address)),
  );
  return new Set([...ofContainers, ...ofHost].filter((one) => one !== undefined));
}

/**
 * NP715 for addresses that somebody has already.
 * @param name whose addresses they are to be
 */
export function demandFree(
  wanted: readonly (string | null | undefined)[],
  name: string,
  { containers }: HostState,
): void {
  for (const address of wanted) {
    const plain = normalizedAddress(address);
    if (plain === undefined) continue;
    const other = [...containers.values()].find(
      (one) =>
        one.name !== name &&
        keys.some((key) => normalizedAddress(one.conf?.values.get(key)) === plain),
    );
    if (other === undefined) continue;
    throw new ProblemError([
      {
        code: "NP715",
        severity: "error",
        message: `the address \`${plain}\` is in use by container \`${other.name}\``,
      },
    ]);
  }
}
