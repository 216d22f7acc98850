# A container without system.stateVersion changes how it keeps its state with each new nixpkgs.
# NixOS warns of that itself since 22.05.
{
  config,
  options,
  lib,
  ...
}:
let
  inherit (options.system) stateVersion;
  warnsItself = lib.versionAtLeast (lib.trivial.release or "18.03") "22.05";
  # The default counts as a definition of the file that declares the option.
  isDefault = stateVersion.files == [ (lib.head stateVersion.declarations) ];
in
{
  warnings = lib.optional (!warnsItself && isDefault) (
    "container ${config.networking.hostName}: system.stateVersion is not set; its state may not fit the next nixpkgs"
  );
}
