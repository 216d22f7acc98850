import type { Problem, ValuePath } from "../../problems/problem.js";
import { normalizedAddress } from "./address.js";
import {
  asTurns,
  attributes,
  isSet,
  takeTurns,
  text,
  type Containers,
  type HostRule,
} from "./rule.js";

/** A veth pair: a container's first one, or a further one. */
interface Pair {
  readonly path: readonly string[];
  readonly given: Readonly<Record<string, unknown>>;
}

/**
 * A container must not have the address that the host has towards another one, or by another pair: the host
 * would answer itself, as Linux looks into its local addresses first (ip-rule(8)).
 * Host addresses themselves may be the same for all containers: each end of a veth pair has its own
 * route.
 */
export const awayFromHost: HostRule = (containers, target) => {
  const pairs = pairsOf(containers);
  const hostEnds = new Map<string, { readonly pair: Pair; readonly path: ValuePath }[]>();
  for (const pair of pairs) {
    // On a bridge it is the container's gateway, which may be a container.
    if (isSet(pair.given.hostBridge)) continue;
    for (const option of ["hostAddress", "hostAddress6"] as const) {
      const address = normalizedAddress(pair.given[option]);
      if (address === undefined) continue;
      const ends = hostEnds.get(address) ?? [];
      hostEnds.set(address, [...ends, { pair, path: [...pair.path, option] }]);
    }
  }
  return pairs.flatMap((pair) =>
    (["localAddress", "localAddress6"] as const).flatMap((option): Problem[] => {
      const address = normalizedAddress(pair.given[option]);
      if (address === undefined) return [];
      const ends = hostEnds.get(address) ?? [];
      // Both ends of one pair are another rule's.
      const end = ends.find((one) => one.pair !== pair);
      if (end === undefined || ends.some((one) => one.pair === pair)) return [];
      return [
        {
          code: "NP210",
          severity: "error",
          message: `the address \`${text(pair.given[option])?.replace(/\/.*/, "") ?? ""}\` is taken twice: it is the host's towards \`${String(end.path[0])}\``,
          path: [...pair.path, option],
          relatedPaths: [{ message: "the host takes it here", path: end.path }],
          ...(takeTurns(containers, [end.path[0] ?? "", pair.path[0] ?? ""], target)
            ? asTurns
            : {}),
        },
      ];
    }),
  );
};

function pairsOf(containers: Containers): Pair[] {
  return Object.entries(containers).flatMap(([name, options]) => [
    ...(options.privateNetwork === true ? [{ path: [name], given: { ...options } }] : []),
    ...attributes(options.extraVeths).map(([veth, given]) => ({
      path: [name, "extraVeths", veth],
      given,
    })),
  ]);
}
