import { isSet, type ContainerRule } from "./rule.js";

/** Options of nixpawn's own container system, and what nixpkgs has in their place. */
const ownOptions = {
  hostInterface: "the host's end is `ve-<name>` there, or `vb-<name>` on a bridge",
  resourceControl: 'there it is said to the unit: `systemd.services."container@<name>"`',
} as const;

/** nixpkgs has no such options: with one, the evaluation ends (containers in its nixos-containers.nix). */
export const noOwnOptions: ContainerRule = (name, options) =>
  (Object.keys(ownOptions) as (keyof typeof ownOptions)[])
    .filter((option) => isSet(options[option]))
    .map((option) => ({
      code: "NP219",
      severity: "error",
      message: `nixpkgs has no option \`${option}\`: ${ownOptions[option]}`,
      hint: 'the targets "systemd.containers" and "units" have',
      path: [name, option],
      atKey: true,
    }));
