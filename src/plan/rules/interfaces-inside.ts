import type { Problem, ValuePath } from "../../problems/problem.js";
import { insideName } from "../../containers/interface-pair.js";
import { pairOptions } from "../../containers/resources.js";
import { attributes, isSet, items, type ContainerRule } from "./rule.js";

/** An interface of the container, and where the config says so. */
interface Inside {
  readonly name: string;
  readonly path: ValuePath;
  readonly atKey?: boolean;
}

/**
 * Interfaces of one container have names of their own, as Linux has it (EEXIST of rtnetlink(7)). The first
 * pair is `host0`, which containerInit of nixpkgs' nixos-containers.nix renames to `eth0`; a further pair
 * has the name of its attribute, a moved interface and a macvlan those of systemd-nspawn(1),
 * `--network-interface=` and `--network-macvlan=`. The second of one name ends the start.
 */
export const insideNamesApart: ContainerRule = (name, options) => {
  const hasPair =
    options.privateNetwork === true && pairOptions.some((option) => isSet(options[option]));
  const found: Inside[] = [
    ...(hasPair ? [{ name: "eth0", path: [name, "privateNetwork"] }] : []),
    ...attributes(options.extraVeths).map(([veth]) => ({
      name: veth,
      path: [name, "extraVeths", veth],
      atKey: true,
    })),
    ...(["interfaces", "macvlans"] as const).flatMap((option) =>
      items(options[option]).flatMap(([index, pair]): Inside[] =>
        typeof pair === "string"
          ? [
              {
                name: insideName(pair, option === "macvlans" ? "mv-" : ""),
                path: [name, option, index],
              },
            ]
          : [],
      ),
    ),
  ];
  const first = new Map<string, Inside>();
  return found.flatMap((one): Problem[] => {
    const other = first.get(one.name);
    first.set(one.name, other ?? one);
    if (other === undefined) return [];
    const canRename = one.path[1] !== "extraVeths";
    return [
      {
        code: "NP226",
        severity: "error",
        message: `two interfaces in \`${name}\` are called \`${one.name}\``,
        hint: canRename
          ? "give it another name inside: `HOST:NAME` (systemd 254 and newer)"
          : "give one of them another name",
        path: one.path,
        ...(one.atKey === true ? { atKey: true } : {}),
        relatedPaths: [{ message: "the other one is here", path: other.path }],
      },
    ];
  });
};

/**
 * With `autoStart`, nixpkgs' unit wants the device unit of each of `interfaces` by its whole text (`wants` and
 * `after` in nixos-containers.nix): for HOST:NAME there is none, and the start waits until systemd gives it
 * up, after a minute and a half.
 */
export const renamedAtBoot: ContainerRule = (name, options) =>
  options.autoStart !== true
    ? []
    : items(options.interfaces)
        .filter(([, pair]) => typeof pair === "string" && pair.includes(":"))
        .map(([index, pair]) => ({
          code: "NP227",
          severity: "warning",
          message: `NixOS waits for a device \`${String(pair)}\` before it starts \`${name}\` with the host: the start is late by a minute and a half`,
          hint: 'leave out `autoStart`, or rename the interface on the host; the targets "systemd.containers" and "units" wait for the right one',
          path: [name, "interfaces", index],
        }));
