import { containerView } from "../views/container-view.js";
import type { KnownContainer } from "./plan-memory.js";
import type { PlannedContainer } from "../plan.js";

/**
 * A container that is as in an earlier run: what it is as Nix is worked out when somebody asks.
 * @param plan works it out
 */
export function knownContainer(
  name: string,
  written: unknown,
  { file }: KnownContainer,
  plan: () => PlannedContainer,
): PlannedContainer {
  let planned: PlannedContainer | undefined;
  const whole = (): PlannedContainer => (planned ??= plan());
  return {
    name,
    written,
    knownFile: file,
    get given() {
      return containerView(written).options;
    },
    get syntax() {
      return whole().syntax;
    },
    get formals() {
      return whole().formals;
    },
    get hostNames() {
      return whole().hostNames ?? new Map<string, string>();
    },
  };
}
