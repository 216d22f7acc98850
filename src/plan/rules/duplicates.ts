import type { ContainerOptions } from "../../authoring/container-options.generated.js";
import type { TargetName } from "../../authoring/target-names.js";
import type { Problem } from "../../problems/problem.js";
import { hostInterface, ownInterface } from "../host-interface.js";
import { hostName, insideName, interfaceNameLimit } from "../../containers/interface-pair.js";
import { definition, isText } from "../schema/schema-walk.js";
import { conflict, resourceText } from "../../containers/conflicts.js";
import { resourcesOf, type Resource } from "../../containers/resources.js";
import { asTurns, attributes, isSet, items, takeTurns, type HostRule } from "./rule.js";

/**
 * Rule 10: addresses, MAC addresses, host ports and interfaces of the host belong to one container each.
 * nixpkgs checks none of it; the second container does not start: Linux has a name of an interface once, and
 * adds a route once (EEXIST of rtnetlink(7); postStartScript of nixos-containers.nix): `conflict` says what
 * cannot be there twice. Containers that are started by hand may take turns.
 */
export const claimedTwice: HostRule = (containers, target) => {
  const known = new Map<string, Taken[]>();
  const problems: Problem[] = [];
  for (const [name, options] of Object.entries(containers)) {
    for (const one of takenBy(name, options, target)) {
      const others = known.get(one.value);
      if (others === undefined) {
        known.set(one.value, [one]);
        continue;
      }
      const other =
        others.find((before) => conflict(before, one) === "error") ??
        others.find((before) => conflict(before, one) !== undefined);
      others.push(one);
      const severity = other && conflict(other, one);
      if (other === undefined || severity === undefined) continue;
      const first = other.name;
      const what = resourceText(one, one.text);
      problems.push({
        code: "NP210",
        severity,
        message:
          first === name
            ? `${what} is taken twice by \`${name}\``
            : `${what} is taken twice: by \`${first}\` and by \`${name}\``,
        path: [name, ...one.path],
        relatedPaths: [{ message: "it is taken here first", path: [first, ...other.path] }],
        ...(takeTurns(containers, [first, name], target) ? asTurns : {}),
      });
    }
  }
  return problems;
};

interface Taken extends Resource {
  /** Of the container. */
  readonly name: string;
}

/** What a container takes, but for the host's ends: `awayFromHost` sees to them. */
function takenBy(name: string, options: ContainerOptions, target: TargetName): Taken[] {
  const { hostInterface: named, ...others } = options;
  const isOfNspawn = target === "containers" || named === null;
  const end = isOfNspawn ? hostInterface(name, isSet(options.hostBridge)) : ownInterface(name);
  return resourcesOf(isOfNspawn ? others : { ...options }, end)
    .filter(({ kind }) => kind !== "host address")
    .map((one) => ({ ...one, name }));
}

/**
 * Names of interfaces: IFNAMSIZ of Linux, and what systemd takes (ifname_valid of its socket-util.c). A name
 * in the container that is too long is cut (shorten_ifname of its nspawn-network.c).
 */
export const interfaceNames: HostRule = (containers) =>
  Object.entries(containers).flatMap(([name, options]) => [
    ...attributes(options.extraVeths)
      .filter(([veth]) => !isText(interfaceName, veth))
      .map(([veth]): Problem => {
        const path = [name, "extraVeths", veth];
        const message = `\`${veth}\` must be ${interfaceName.description ?? ""}`;
        return { code: "NP213", severity: "error", message, path, atKey: true };
      }),
    ...items(options.macvlans)
      .filter(
        // A name inside that is given is held to the schema.
        ([, one]) =>
          typeof one === "string" &&
          !one.includes(":") &&
          insideName(one, "mv-").length > interfaceNameLimit,
      )
      .map(([index, one]): Problem => {
        const path = [name, "macvlans", index];
        const message = `\`mv-${hostName(String(one))}\` has more than ${interfaceNameLimit} characters: systemd-nspawn cuts the name, and the container does not find the interface under it`;
        const hint = `give it a name inside (systemd 254 and newer): ${JSON.stringify(`${hostName(String(one))}:lan0`)}`;
        return { code: "NP213", severity: "warning", message, hint, path };
      }),
  ]);

const interfaceName = definition("interfaceName");
