# The system of a container that takes every option, evaluated with nixpkgs' own module system. A
# test's fixture.
{
  system,
  specialArgs,
  prefix,
  modules,
}:
let
  lib = import <nixpkgs-lib/lib>;
  inherit (lib) mkOption types;
  anySystem =
    { config, ... }:
    {
      freeformType = types.lazyAttrsOf types.anything;
      options = {
        boot.isNspawnContainer = mkOption {
          type = types.bool;
          default = false;
        };
        networking.hostName = mkOption { type = types.str; };
        networking.useDHCP = mkOption { type = types.bool; };
        nixpkgs.hostPlatform = mkOption { type = types.str; };
        services.openssh.enable = mkOption {
          type = types.bool;
          default = false;
        };
        system.stateVersion = mkOption {
          type = types.str;
          default = "26.11";
        };
        system.build = mkOption { };
        warnings = mkOption { type = types.listOf types.str; };
      };
      config.system.build.toplevel = "/system/${config.networking.hostName}-${config.system.stateVersion}";
      config.warnings = lib.optional (system != null) "the platform is given twice";
    };
in
lib.evalModules {
  inherit prefix;
  specialArgs = specialArgs // {
    pkgs = import ../../../packages.nix { inherit lib; };
  };
  modules = modules ++ [ anySystem ];
}
