import type { ContainerOptionTable } from "../option.js";

/** The system that a container runs. */
export const systemRows = {
  config: {
    type: "module",
    description:
      "The container's NixOS configuration: a module as an object, a function of `{ pkgs, lib, config }`, a file, or several of these in an array. nixpkgs adds the host's platform, the container's host name, `networking.useDHCP = false` and what makes a system a container. One of `config`, `path` and `flake` is needed.",
    examples: [{ services: { nginx: { enable: true } }, system: { stateVersion: "26.05" } }],
    change: "reload",
  },
  nixpkgs: {
    type: { kind: "absolutePath" },
    description: "The nixpkgs that evaluates `config`: a path. Left out, it is the host's.",
    examples: ["/srv/nixpkgs"],
    since: { nixosAfter: "18.03" },
  },
  specialArgs: {
    type: "attributes",
    description: "Arguments for the modules of `config`, beside NixOS's own; usable in `imports`.",
    default: {},
    examples: [{ role: "web" }],
    since: { nixosAfter: "21.05" },
  },
  path: {
    type: { kind: "absolutePath" },
    description:
      "A system profile to run in place of `config`: a store path, or a link to one that you keep up to date.",
    examples: ["/nix/var/nix/profiles/per-container/web"],
    conf: {
      SYSTEM_PATH: {
        form: "own",
        meaning:
          "the system, or a link to it; else it is `/nix/var/nix/profiles/per-container/NAME/system`",
        without: "it would run another system",
      },
    },
    change: "reload",
  },
  flake: {
    type: { orNull: "text" },
    description:
      "URI of a flake whose NixOS configuration the container runs, built at its first start, for which `timeoutStartSec` holds, too. Takes the place of `path`.",
    default: null,
    examples: ["github:example/web"],
    conf: {
      FLAKE: {
        form: "own",
        meaning:
          "in its place: what the profile `/nix/var/nix/profiles/per-container/NAME/system` is from",
        without: "no system would be built from it",
      },
    },
    change: "next start",
    since: { nixosAfter: "21.05" },
  },
} as const satisfies ContainerOptionTable;
