import type { Problem } from "../problems/problem.js";
import { bindsApart } from "./rules/bind-mounts.js";
import { claimedTwice, interfaceNames } from "./rules/duplicates.js";
import { awayFromHost } from "./rules/host-ends.js";
import { containerName, namesApart } from "./rules/names.js";
import {
  bothEndsSame,
  bridgeOrAddress,
  namespaceAlone,
  networkWithoutPrivateNetwork,
  portsNotZero,
  prefixNeedsBridge,
  unusedInExtraVeths,
} from "./rules/network.js";
import type { ContainerRule, Containers, HostRule } from "./rules/rule.js";
import { shellWords } from "./rules/shell-words.js";
import { oneSystem, pickWithWritableBind, restartNeedsAutoStart } from "./rules/system.js";

const containerRules: readonly ContainerRule[] = [
  containerName,
  oneSystem,
  namespaceAlone,
  networkWithoutPrivateNetwork,
  unusedInExtraVeths,
  bridgeOrAddress,
  bothEndsSame,
  portsNotZero,
  prefixNeedsBridge,
  bindsApart,
  shellWords,
  restartNeedsAutoStart,
  pickWithWritableBind,
];

const hostRules: readonly HostRule[] = [namesApart, claimedTwice, awayFromHost, interfaceNames];

/**
 * What nixpkgs accepts and its users regret: rules within a container and across the host's.
 * Values that are Nix expressions are left to Nix.
 */
export function checkRules(containers: Containers): Problem[] {
  return [
    ...Object.entries(containers).flatMap(([name, options]) =>
      containerRules.flatMap((rule) => rule(name, options)),
    ),
    ...hostRules.flatMap((rule) => rule(containers)),
  ];
}
