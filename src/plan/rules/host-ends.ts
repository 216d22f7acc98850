import { conflict } from "../../containers/conflicts.js";
import { resourcesOf, type Resource } from "../../containers/resources.js";
import type { Problem } from "../../problems/problem.js";
import { asTurns, takeTurns, type HostRule } from "./rule.js";

/** An end of a veth pair: a container's first one, or a further one. */
interface End extends Resource {
  /** Of the container. */
  readonly name: string;
  /** By which its pair is known. */
  readonly pair: string;
}

/**
 * A container must not have the address that the host has towards another one, or by another pair: the host
 * would answer itself, as Linux looks into its local addresses first (ip-rule(8)).
 * Host addresses themselves may be the same for all containers: each end of a veth pair has its own
 * route.
 */
export const awayFromHost: HostRule = (containers, target) => {
  const ends = Object.entries(containers).flatMap(([name, options]) =>
    resourcesOf({ ...options }).map((one): End => {
      const pair = JSON.stringify([name, ...one.path.slice(0, -1)]);
      return { ...one, name, pair };
    }),
  );
  const hostEnds = new Map<string, End[]>();
  for (const one of ends.filter(({ kind }) => kind === "host address")) {
    const others = hostEnds.get(one.value);
    if (others === undefined) hostEnds.set(one.value, [one]);
    else others.push(one);
  }
  return ends.flatMap((own): Problem[] => {
    if (own.kind !== "local address") return [];
    const others = (hostEnds.get(own.value) ?? []).filter((one) => conflict(one, own));
    // Both ends of one pair are another rule's.
    const [end] = others;
    if (end === undefined || others.some(({ pair }) => pair === own.pair)) return [];
    return [
      {
        code: "NP210",
        severity: "error",
        message: `the address \`${own.text}\` is taken twice: it is the host's towards \`${end.name}\``,
        path: [own.name, ...own.path],
        relatedPaths: [{ message: "the host takes it here", path: [end.name, ...end.path] }],
        ...(takeTurns(containers, [end.name, own.name], target) ? asTurns : {}),
      },
    ];
  });
};
