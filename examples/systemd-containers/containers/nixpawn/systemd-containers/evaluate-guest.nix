# How the NixOS of a container with `config` is evaluated: by the container's own nixpkgs.
{
  # The container's options.
  config,
  host,
  hostPkgs,
  lib,
  name,
}:
# The path of the option, and a list of modules.
loc: modules:
let
  evalConfig = import (config.nixpkgs + "/nixos/lib/eval-config.nix");
  # NixOS since 22.11 is told the platform by an option. The container's may be older than the host's.
  versionFile = config.nixpkgs + "/.version";
  isOld = builtins.pathExists versionFile && lib.versionOlder (lib.fileContents versionFile) "22.11";
  hasPlatform = host.nixpkgs ? hostPlatform && !isOld;
in
(evalConfig {
  system = if hasPlatform then null else hostPkgs.stdenv.hostPlatform.system;
  inherit (config) specialArgs;
  prefix = loc;
  modules = [
    ./guest.nix
    {
      # For messages of the module system.
      _file = "systemd.containers.${name}";
      networking.hostName = lib.mkDefault name;
      # Where it gets an address at all, it is told which.
      networking.useDHCP = lib.mkDefault false;
    }
    (lib.optionalAttrs hasPlatform {
      nixpkgs.hostPlatform = lib.mkDefault hostPkgs.stdenv.hostPlatform;
    })
  ]
  ++ modules;
}).config
