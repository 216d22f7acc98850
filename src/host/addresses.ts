import { readConfWords } from "../conf/words.js";
import { ProblemError } from "../problems/problem.js";
import { normalizedAddress } from "../spec/rules/address.js";
import type { ConfFile } from "./conf-file.js";
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
export function takenAddresses(host: HostState): ReadonlySet<string> {
  return new Set(addressesByName(host).flatMap(([, addresses]) => addresses));
}

/** Addresses that a container is to have. */
export interface WantedAddresses {
  /** Of the host's ends: the host may have them already. */
  readonly host: readonly unknown[];
  /** Of the container's own ends. */
  readonly local: readonly unknown[];
}

/**
 * NP715 for addresses that somebody has already.
 * @param name whose addresses they are to be
 * @param own the addresses of the host's interfaces
 */
export function demandFree(
  wanted: WantedAddresses,
  name: string,
  host: HostState,
  own: ReadonlySet<string>,
): void {
  const others = addressesByName(host).filter(([other]) => other !== name);
  const local = normalized(wanted.local);
  for (const plain of [...normalized(wanted.host), ...local]) {
    const other = others.find(([, addresses]) => addresses.includes(plain));
    if (other !== undefined) throw inUse(plain, `container \`${other[0]}\``);
  }
  const ofHost = local.find((one) => own.has(one));
  if (ofHost !== undefined) throw inUse(ofHost, "this host");
}

function inUse(address: string, by: string): ProblemError {
  const message = `the address \`${address}\` is in use by ${by}`;
  return new ProblemError([{ code: "NP715", severity: "error", message }]);
}

/** The containers with the addresses of both ends of all their pairs. */
function addressesByName({ containers, unreadable }: HostState): [string, string[]][] {
  const values = [
    ...[...containers.values()].map(({ name, conf }) => [name, conf?.values] as const),
    ...(unreadable ?? []),
  ];
  return values.map(([name, conf]) => [name, conf === undefined ? [] : addressesIn(conf)]);
}

function addressesIn(conf: ConfFile["values"]): string[] {
  // Each word is a pair: NAME,HOST_ADDRESS=…,LOCAL_ADDRESS=…
  const ofVeths = readConfWords(conf.get("EXTRA_VETHS") ?? "").flatMap((word) =>
    word.split(",").flatMap((part) => {
      const [key = "", value] = part.split("=", 2);
      return keys.some((one) => one === key) ? [value] : [];
    }),
  );
  return normalized([...keys.map((key) => conf.get(key)), ...ofVeths]);
}

function normalized(addresses: readonly unknown[]): string[] {
  return addresses.map(normalizedAddress).filter((one) => one !== undefined);
}
