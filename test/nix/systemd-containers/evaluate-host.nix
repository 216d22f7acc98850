# Evaluates the bundled module with nixpkgs' own module system, in a host that has the options it
# needs, and a few make-believe packages. A test's fixture.
{
  # The bundled module, and a module that uses it.
  module,
  host,
  # Where a test has ones of its own.
  lib ? import <nixpkgs-lib/lib>,
  pkgs ? import ./packages.nix { inherit lib; },
}:
let
  inherit (lib) mkOption types;

  service.options = {
    reloadTriggers = mkOption {
      type = types.listOf types.unspecified;
      default = [ ];
    };
  };
  service.freeformType = types.attrsOf types.anything;

  anyHost = {
    options = {
      assertions = mkOption { type = types.listOf types.unspecified; };
      warnings = mkOption { type = types.listOf types.str; };
      boot.enableContainers = mkOption {
        type = types.bool;
        default = true;
      };
      boot.kernelModules = mkOption { type = types.listOf types.str; };
      # nixpkgs' own.
      containers = mkOption {
        type = types.attrsOf types.unspecified;
        default = { };
      };
      environment.etc = mkOption {
        type = types.attrsOf types.anything;
        default = { };
      };
      environment.systemPackages = mkOption { type = types.listOf types.unspecified; };
      networking.extraHosts = mkOption {
        type = types.lines;
        default = "";
      };
      networking.dhcpcd.denyInterfaces = mkOption { type = types.listOf types.str; };
      networking.networkmanager.unmanaged = mkOption { type = types.listOf types.str; };
      nix.package = mkOption { default = pkgs.nix; };
      nixpkgs.hostPlatform = mkOption { default = "x86_64-linux"; };
      systemd.package = mkOption { default = pkgs.systemd; };
      systemd.targets = mkOption { type = types.attrsOf types.anything; };
      systemd.services = mkOption {
        type = types.attrsOf (types.submodule service);
        default = { };
      };
    };
    config.assertions = [ ];
    config.warnings = [ ];
  };

  inherit
    (lib.evalModules {
      modules = [
        # As in NixOS: whoever needs a package to know which options and definitions there are, waits
        # for itself.
        { _module.args = { inherit pkgs; }; }
        anyHost
        module
        host
      ];
    })
    config
    ;
  plain =
    value:
    if builtins.isAttrs value then
      value.outPath or (lib.mapAttrs (_name: plain) value)
    else if builtins.isList value then
      map plain value
    else if builtins.isString value then
      builtins.unsafeDiscardStringContext value
    else
      value;
in
{
  failed = map (one: one.message) (lib.filter (one: !one.assertion) config.assertions);
  inherit (config) warnings;
  services = plain config.systemd.services;
  conf = lib.mapAttrs' (name: file: lib.nameValuePair (baseNameOf name) (plain file.text)) (
    config.environment.etc
  );
  hosts = config.networking.extraHosts;
  unmanaged = config.networking.networkmanager.unmanaged;
  inherit (config.networking.dhcpcd) denyInterfaces;
  inherit (config.boot) enableContainers;
  programs = plain config.environment.systemPackages;
  guests = lib.mapAttrs (
    _name: container:
    if container.hasConfig then
      plain (
        removeAttrs container.config [
          "_module"
          "system"
        ]
      )
    else
      null
  ) config.systemd.containers;
}
