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
  ofNixpkgs = import ./nixpkgs-containers.nix { inherit config options; };
  ownWarnings = import ./warnings.nix { inherit lib; };
in
{
  config = lib.mkIf (containers != { }) {
    assertions =
      lib.concatLists (lib.mapAttrsToList perContainer containers)
      ++ across containers
      ++ [
        {
          assertion = ofNixpkgs.names == [ ];
          message = "systemd.containers: nixpkgs' own containers cannot be on the same host, as both have the unit container@.service: move ${
            lib.concatMapStringsSep ", " (name: "containers.${name}") ofNixpkgs.names
          } to systemd.containers";
        }
        {
          assertion = !ofNixpkgs.enabled;
          message = "systemd.containers: boot.enableContainers, for nixpkgs' own containers, must be off: both have the unit container@.service";
        }
      ];
    warnings = lib.concatLists (lib.mapAttrsToList ownWarnings containers);
  };
}
