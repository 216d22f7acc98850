# A host with containers, by nixpkgs' own module system: `host.nix --arg modules '[ ./a.nix ]' -A config.…`
{ modules }:
let
  lib = import <nixpkgs-lib/lib>;
  inherit (lib) mkOption types;
  guestOptions = {
    options = {
      services.nginx.enable = mkOption {
        type = types.bool;
        default = false;
      };
      services.nginx.virtualHosts = mkOption {
        type = types.attrsOf (
          types.submodule {
            options.port = mkOption { type = types.port; };
            options.root = mkOption {
              type = types.nullOr types.str;
              default = null;
            };
          }
        );
        default = { };
      };
      networking.hostName = mkOption { type = types.str; };
      networking.ports = mkOption {
        type = types.listOf types.port;
        default = [ ];
      };
      assertions = mkOption {
        type = types.listOf types.unspecified;
        default = [ ];
      };
      warnings = mkOption {
        type = types.listOf types.str;
        default = [ ];
      };
      system.token = mkOption {
        type = types.int;
        readOnly = true;
      };
      toplevel = mkOption { type = types.raw; };
    };
  };
  guest =
    name: definitions:
    lib.evalModules {
      modules = [
        guestOptions
        (
          { config, ... }:
          {
            config.networking.hostName = lib.mkOptionDefault name;
            config.toplevel = lib.asserts.checkAssertWarn config.assertions config.warnings (
              builtins.deepSeq config.services "toplevel of ${config.networking.hostName}"
            );
          }
        )
      ]
      ++ map (one: {
        _file = one.file;
        imports = [ one.value ];
      }) definitions;
      prefix = [
        "containers"
        name
        "config"
      ];
    };
in
lib.evalModules {
  modules = [
    {
      options.containers = mkOption {
        default = { };
        type = types.attrsOf (
          types.submodule (
            { name, ... }:
            {
              options = {
                autoStart = mkOption {
                  type = types.bool;
                  default = false;
                };
                hostAddress = mkOption {
                  type = types.nullOr types.str;
                  default = null;
                };
                protocol = mkOption {
                  type = types.enum [
                    "tcp"
                    "udp"
                  ];
                  default = "tcp";
                };
                config = mkOption {
                  type = lib.mkOptionType {
                    name = "Toplevel NixOS config";
                    merge = _loc: definitions: (guest name definitions).config;
                  };
                };
              };
            }
          )
        );
      };
    }
  ]
  ++ modules;
}
