import type { CodeEntry } from "../code-entry.js";

export const hostCodes = {
  NP701: {
    title: "A container's conf file cannot be read",
    cause:
      "A file in /etc/nixos-containers is no UTF-8 text, has a NUL character, or may not be read.",
    cure: "Correct or remove the file, or run the command as root.",
  },
  NP702: {
    title: "No value of a conf file",
    cause:
      "An option of a container has a line break or a control character. Its conf file has a line for each value, and systemd and others that read it would see another value.",
    cure: "Take the character out of the option.",
  },
  NP703: {
    title: "A container that nixpawn did not put there",
    cause:
      "The host has a container of this name that belongs to its NixOS configuration, or that was made by `nixos-container create` or by hand.",
    cure: "For one of the host's own configuration run `nixpawn switch`. Else destroy it (`nixos-container destroy NAME`), or take another name.",
  },
  NP704: {
    title: "apply does not start containers yet",
    cause:
      "`apply` builds systems and sets profiles. It does not write conf files and units, and neither starts, restarts nor reloads a container.",
    cure: "See what would be done with `--dry-run`, or build and set profiles with `--profiles-only`.",
  },
  NP705: {
    title: "Another apply is at work",
    cause: "Another nixpawn has been setting profiles on this host for ten seconds.",
    cure: "Wait for it to end.",
  },
  NP706: {
    title: "A profile cannot be set",
    cause:
      "The folder of a container's profile, or of the lock, cannot be written. Profiles of containers belong to root.",
    cure: "Run the command as root.",
  },
  NP707: {
    title: "Systems changed while they were built",
    cause: "A file that a container is made of was edited after the container had been evaluated.",
    cure: "Run the command again.",
  },
  NP710: {
    title: "A Nix expression where nothing is evaluated",
    cause:
      'The target "units" writes conf files and units without Nix, and the value of an option is a Nix expression.',
    cure: "Write the value itself, or take a target that NixOS evaluates.",
  },
  NP711: {
    title: "A target without modules",
    cause: 'The target "units" has no NixOS modules, so there is nothing to check, build or apply.',
    cure: "Name another target with `--target`. The system of a container with `config` is what its profile leads to.",
  },
} as const satisfies Record<string, CodeEntry>;
