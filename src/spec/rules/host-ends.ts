import type { Problem, ValuePath } from "../../problems/problem.js";
import { normalizedAddress } from "./address.js";
import type { HostRule } from "./rule.js";

/**
 * A container must not have the address that the host has towards another one. Host addresses
 * themselves may be the same for all containers: each end of a veth pair has its own route.
 */
export const awayFromHost: HostRule = (containers) => {
  const networks = Object.entries(containers).filter(([, one]) => one.privateNetwork === true);
  const hostEnds = new Map<string, ValuePath>();
  for (const [name, options] of networks) {
    for (const option of ["hostAddress", "hostAddress6"] as const) {
      const address = normalizedAddress(options[option]);
      if (address !== undefined) hostEnds.set(address, [name, option]);
    }
  }
  return networks.flatMap(([name, options]) =>
    (["localAddress", "localAddress6"] as const).flatMap((option): Problem[] => {
      const address = normalizedAddress(options[option]);
      const host = address === undefined ? undefined : hostEnds.get(address);
      // Both ends of one pair are another rule's.
      if (address === undefined || host === undefined || host[0] === name) return [];
      return [
        {
          code: "NP210",
          severity: "error",
          message: `the address \`${address}\` is taken twice: it is the host's towards \`${String(host[0])}\``,
          path: [name, option],
          relatedPaths: [{ message: "the host takes it here", path: host }],
        },
      ];
    }),
  );
};
