import { insteadOf } from "../../containers/line-rows.generated.js";
import { isSet, type ContainerRule } from "./rule.js";

/** nixpkgs has no such options: with one, the evaluation ends (containers in its nixos-containers.nix). */
export const noOwnOptions: ContainerRule = (name, options) =>
  (Object.keys(insteadOf) as (keyof typeof insteadOf)[])
    .filter((option) => isSet(options[option]))
    .map((option) => ({
      code: "NP219",
      severity: "error",
      message: `nixpkgs has no option \`${option}\`: ${insteadOf[option]}`,
      hint: 'the targets "systemd.containers" and "units" have',
      path: [name, option],
      atKey: true,
    }));
