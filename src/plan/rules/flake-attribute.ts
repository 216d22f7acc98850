import type { Problem } from "../../problems/problem.js";
import { text, type ContainerRule } from "./rule.js";

/**
 * nixpkgs' start script has nixos-container build the flake of a container (startScript of
 * nixos-containers.nix), which puts `#nixosConfigurations."container"` after the whole text of the conf file
 * (buildFlake of nixos-container.pl): another `#` in it makes an installable that Nix does not find.
 * nixpawn's own scripts take the name after it. A warning: `nixos-container update NAME --flake REF#ATTR`
 * sets the profile, with which the container starts.
 */
export const flakeWithoutAttribute: ContainerRule = (name, options): Problem[] => {
  const flake = text(options.flake);
  const [, reference = "", attribute] = /^([^#]*)#(.*)$/s.exec(flake ?? "") ?? [];
  if (flake === undefined || attribute === undefined) return [];
  return [
    {
      code: "NP224",
      severity: "warning",
      message: `NixOS cannot build \`${flake}\`: it adds \`#nixosConfigurations."container"\` to it, and the container does not start`,
      hint:
        attribute === "" && reference !== ""
          ? `leave the \`#\` out: ${JSON.stringify(reference)}`
          : `write ${reference === "" ? "which flake it is" : JSON.stringify(reference)}, and call its system \`nixosConfigurations.container\`; the targets "systemd.containers" and "units" take the name`,
      path: [name, "flake"],
    },
  ];
};
