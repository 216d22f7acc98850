import { code } from "../code.js";

export const NP511 = code("NP511", {
  title: "No nixpkgs",
  cause:
    "The command evaluates NixOS, and neither --nixpkgs nor the config's `nixpkgs`, a flake's lock or NIX_PATH says which.",
  cure: "Name one with --nixpkgs, add a channel, or lock an input `nixpkgs` in the flake.",
});

export const NP512 = code("NP512", {
  title: "No NixOS in nixpkgs",
  cause: "The folder that was named as nixpkgs has no `nixos/default.nix`.",
  cure: "Name a whole nixpkgs; `nixpkgs.lib` alone has no NixOS.",
});

export const NP513 = code("NP513", {
  title: "The locked nixpkgs cannot be had",
  cause: "The flake's lock cannot be read, or Nix could not fetch the nixpkgs it names.",
  cure: "Look at what Nix said (--verbose); `nix flake lock` writes the lock anew.",
});

export const NP514 = code("NP514", {
  title: "Files that a flake does not see",
  cause:
    "The host is rebuilt from a flake, and a flake in a git repository has only the files that git knows: a new file has to be added, though it need not be committed.",
  cure: "`git add` the files. What .gitignore excludes has to be taken out of it first.",
});

export const NP515 = code("NP515", {
  title: "nixos-rebuild failed",
  cause: "The host could not be built or activated. nixos-rebuild says why.",
  cure: "Read what it printed. `nixpawn check` finds most of it container by container.",
});
