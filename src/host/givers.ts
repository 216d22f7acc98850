import { withOwnKeys } from "../conf/nspawn-flags.js";
import { readConfWords } from "../conf/words.js";
import { claimsOf, clash, type Claim } from "./claims.js";
import type { DesiredContainer } from "./desired.js";
import type { HostContainer } from "./host-state.js";
import type { Action } from "./plan-actions.js";

interface Taken {
  readonly claims: readonly Claim[];
  /** Folders and files of the host that it can write to. */
  readonly binds: readonly string[];
}

/**
 * The containers to be restarted that give up what another one is to start with: an address, a port,
 * an interface, a folder. They have to stop before that one starts.
 */
export function givers(
  actions: readonly Action[],
  desired: readonly DesiredContainer[],
  containers: ReadonlyMap<string, HostContainer>,
): string[] {
  const starting = desired.filter(({ name }) =>
    actions.some((one) => one.name === name && ["created", "restarted"].includes(one.kind)),
  );
  return starting.flatMap(({ name, conf }) => {
    const current = containers.get(name);
    const held = current?.startedWith ?? current?.conf?.values;
    if (current?.running !== true || held === undefined) return [];
    const given = without(takenBy(held), takenBy(conf));
    const isWanted = starting.some(
      (other) => other.name !== name && meets(given, takenBy(other.conf)),
    );
    return isWanted ? [name] : [];
  });
}

function takenBy(conf: ReadonlyMap<string, string>): Taken {
  const words = readConfWords(withOwnKeys(conf).get("BIND") ?? "");
  // SOURCE[:PATH[:OPTIONS]], in which systemd-nspawn reads `\\:` as a colon.
  const binds = words.map((word) => /^(?:[^\\:]|\\.)*/.exec(word)?.[0] ?? word);
  return { claims: claimsOf(conf), binds };
}

function without(held: Taken, kept: Taken): Taken {
  return {
    claims: held.claims.filter((one) => !kept.claims.some((other) => clash(one, other))),
    binds: held.binds.filter((one) => !kept.binds.includes(one)),
  };
}

function meets(given: Taken, wanted: Taken): boolean {
  return (
    given.claims.some((one) => wanted.claims.some((other) => clash(one, other))) ||
    given.binds.some((one) => wanted.binds.includes(one))
  );
}
