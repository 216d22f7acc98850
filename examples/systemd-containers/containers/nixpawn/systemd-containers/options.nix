# `lib` comes as an argument: taken from `pkgs` it would have to wait for the very configuration
# that the options are part of.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  types = import ./types.nix { inherit lib; };
in
{
  options.systemd.containers = lib.mkOption {
    type = types.attrsOfNamed (
      _name:
      types.submoduleWithExtraArgs {
        host = config;
        hostPkgs = pkgs;
      } ./container-options.nix
    );
    default = { };
    description = "NixOS containers by name. Each runs as container@NAME.service.";
  };
}
