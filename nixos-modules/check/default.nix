# Evaluates one container as the host's NixOS would: the container's module alone in an otherwise
# empty host, so that only what it needs is evaluated. Called by `nixpawn check`.
{
  # The nixpkgs to evaluate with, a path.
  nixpkgs,
  system,
  # The generated module, a path.
  module,
  # The name of the container.
  name,
  # Whether the container has `config`, and so a NixOS of its own.
  hasConfig,
  # Whether to stop before the derivation of its system.
  quick,
}:
let
  host = import (nixpkgs + "/nixos") {
    inherit system;
    configuration.imports = [ module ];
  };
  container = host.config.containers.${name};
  # Whole systems and package sets are not looked through.
  plainOptions = removeAttrs container [
    "config"
    "nixpkgs"
    "path"
    "pkgs"
    "specialArgs"
  ];
  guest = container.config;
  failed = map (one: one.message) (builtins.filter (one: !one.assertion) guest.assertions);
in
builtins.deepSeq plainOptions (
  if hasConfig then
    {
      assertions = failed;
      inherit (guest) warnings;
      toplevel = if quick || failed != [ ] then null else guest.system.build.toplevel.drvPath;
    }
  else
    {
      assertions = [ ];
      warnings = [ ];
      toplevel = null;
    }
)
