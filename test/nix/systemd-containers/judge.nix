# Whether the module takes each of many hosts, which are JSON: no option of the wrong type, and no
# assertion that fails. A test's fixture.
{
  lib,
  module,
  hosts,
}:
let
  inherit (lib) mkOption types;
  # Only the options; what a host would make of them needs packages.
  containersOf =
    containers:
    (lib.evalModules {
      modules = [
        (module + "/options.nix")
        {
          _module.args.pkgs.path = "/nixpkgs";
          systemd.containers = containers;
        }
      ];
    }).config.systemd.containers;
  assertionsOf =
    containers:
    (lib.evalModules {
      modules = [
        (module + "/assertions.nix")
        {
          options.assertions = mkOption { type = types.listOf types.unspecified; };
          options.warnings = mkOption { type = types.listOf types.unspecified; };
          options.systemd.containers = mkOption { type = types.unspecified; };
          config.systemd.containers = containers;
        }
      ];
    }).config.assertions;
  accepts =
    host:
    let
      containers = containersOf host;
      # Every value is looked at, whether it counts or not.
      values = lib.mapAttrs (
        _name: container:
        removeAttrs container [
          "_module"
          "config"
          "nixpkgs"
        ]
      ) containers;
    in
    builtins.deepSeq values (lib.all (one: one.assertion) (assertionsOf containers));
  judge =
    host:
    let
      result = builtins.tryEval (accepts host);
    in
    result.success && result.value;
in
map judge (builtins.fromJSON (builtins.readFile hosts))
