# What nixpkgs accepts of containers and their users regret. The messages name the option.
{
  config,
  options,
  lib,
  ...
}:
let
  containers = config.systemd.containers;
  perContainer = import ./container-assertions.nix { inherit lib; };
  across = import ./claims.nix { inherit lib; };
  ownWarnings = import ./warnings.nix { inherit lib; };
in
{
  config = lib.mkIf (containers != { }) {
    assertions =
      lib.concatLists (lib.mapAttrsToList perContainer containers)
      ++ across containers
      ++ lib.optional (options.boot ? enableContainers) {
        assertion = !config.boot.enableContainers;
        message = "systemd.containers: boot.enableContainers, for the containers of nixpkgs, must be off: both have a unit container@.service";
      };
    warnings = lib.concatLists (lib.mapAttrsToList ownWarnings containers);
  };
}
