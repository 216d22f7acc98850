import { withOwnKeys } from "../conf/nspawn-flags.js";
import type { ConfFile } from "./conf-file.js";
import type { DesiredContainer } from "./desired.js";
import {
  confFacts,
  systemFact,
  unitFacts,
  type Effect,
  type Fact,
  type UnitFact,
} from "./facts.js";
import type { HostContainer } from "./host-state.js";

/** One thing that is another on the host than it is to be. */
export interface Reason {
  /** The options of the container that decide it; empty where none does. */
  readonly options: readonly string[];
  /** Its key: of the conf file, of the unit's options, or "system". */
  readonly key: string;
  /** Undefined where it is not set. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly effect: Effect;
}

/** A line that nixpawn does not know was put there for the start of the container. */
const unknownFact: Fact = { options: [], effect: "restart" };

/** What differs between a container as it is to be and as it is on the host. */
export function differences(
  desired: DesiredContainer,
  current: HostContainer,
  conf: ConfFile,
): Reason[] {
  const [before, after] = [withOwnKeys(conf.values), withOwnKeys(desired.conf)];
  return [
    ...systemReason(desired, current),
    ...keysOf(after, before).flatMap((key) =>
      compare(key, confFacts[key] ?? unknownFact, before.get(key), after.get(key)),
    ),
    ...(Object.keys(unitFacts) as UnitFact[]).flatMap((key) =>
      // Of a container that is not nixpawn's, the conf file does not tell.
      conf.mark === undefined
        ? []
        : compare(key, unitFacts[key], conf.mark.unit.get(key), desired.unit.get(key)),
    ),
  ];
}

/** Both what runs and what would be started have to be the system that is wanted. */
function systemReason({ system }: DesiredContainer, current: HostContainer): Reason[] {
  if (system === undefined) return [];
  const { runningSystem, profile } = current;
  const present = [runningSystem, profile?.system].filter((one) => one !== undefined);
  const before = present.find((one) => one !== system);
  if (before === undefined && profile !== undefined) return [];
  return [{ ...systemFact, key: "system", before, after: system }];
}

function keysOf(...maps: readonly ReadonlyMap<string, string>[]): string[] {
  return [...new Set(maps.flatMap((one) => [...one.keys()]))];
}

function compare(
  key: string,
  { options, effect, default: usual }: Fact,
  before: string | undefined,
  after: string | undefined,
): Reason[] {
  return (before ?? usual) === (after ?? usual) ? [] : [{ options, key, before, after, effect }];
}
