const nix = "install Nix (https://nixos.org/download), or on Debian: apt-get install nix-bin";

/** How to get a program that is missing. */
export const installHints: Readonly<Record<string, string | undefined>> = {
  nix,
  "nix-build": nix,
  "nix-env": nix,
  "nix-instantiate": nix,
  "nix-store": nix,
  "nixos-rebuild": "nixos-rebuild is part of NixOS; `nixpawn apply` works on other hosts",
  git: "install git",
};
