import type { TargetName } from "../authoring/target-names.js";
import type { Problem } from "../problems/problem.js";
import { bindsApart } from "./rules/bind-mounts.js";
import { bindOptionsKnown } from "./rules/bind-options.js";
import { deviceIsNode } from "./rules/devices.js";
import { claimedTwice, interfaceNames } from "./rules/duplicates.js";
import { awayFromHost } from "./rules/host-ends.js";
import { confWords } from "./rules/conf-words.js";
import { flagWords } from "./rules/extra-flags.js";
import { flakeWithoutAttribute } from "./rules/flake-attribute.js";
import { insideNamesApart, renamedAtBoot } from "./rules/interfaces-inside.js";
import { noOwnOptions } from "./rules/own-options.js";
import { containerName, nameInInterface, namesApart } from "./rules/names.js";
import {
  bothEndsSame,
  bridgeOrAddress,
  namespaceAlone,
  networkWithoutPrivateNetwork,
  portsNeedInterface,
  portsNotZero,
  prefixNeedsBridge,
  unusedInExtraVeths,
} from "./rules/network.js";
import type { ContainerRule, Containers, HostRule } from "./rules/rule.js";
import { shellWords } from "./rules/shell-words.js";
import { oneSystem, pickWithWritableBind, restartNeedsAutoStart } from "./rules/system.js";

/** Of every target. */
const containerRules: readonly ContainerRule[] = [
  containerName,
  oneSystem,
  namespaceAlone,
  networkWithoutPrivateNetwork,
  unusedInExtraVeths,
  bridgeOrAddress,
  bothEndsSame,
  portsNotZero,
  portsNeedInterface,
  bindsApart,
  bindOptionsKnown,
  deviceIsNode,
  flagWords,
  insideNamesApart,
  pickWithWritableBind,
];

/** What is wrong only with nixpkgs' own module. */
const nixpkgsRules: readonly ContainerRule[] = [
  nameInInterface,
  noOwnOptions,
  prefixNeedsBridge,
  shellWords,
  flakeWithoutAttribute,
  renamedAtBoot,
  restartNeedsAutoStart,
];

/** What the conf file cannot say, where nixpawn writes it. */
const ownRules: readonly ContainerRule[] = [confWords];

const hostRules: readonly HostRule[] = [namesApart, claimedTwice, awayFromHost, interfaceNames];

/**
 * What nixpkgs accepts and its users regret: rules within a container and across the host's.
 * Values that are Nix expressions are left to Nix.
 */
export function checkRules(containers: Containers, target: TargetName = "containers"): Problem[] {
  const rules = [...containerRules, ...(target === "containers" ? nixpkgsRules : ownRules)];
  return [
    ...Object.entries(containers).flatMap(([name, options]) =>
      rules.flatMap((rule) => rule(name, options, target)),
    ),
    ...hostRules.flatMap((rule) => rule(containers, target)),
  ];
}
