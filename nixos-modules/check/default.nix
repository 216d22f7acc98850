# What `nixpawn check` wants to know of one container.
{
  # The nixpkgs to evaluate with, a path.
  nixpkgs,
  system,
  # The generated module, a path.
  module,
  # The option that holds the containers: a list of names.
  option,
  # The name of the container.
  name,
  # Whether the container has `config`, and so a NixOS of its own.
  hasConfig,
  # Whether to stop before the derivation of its system.
  quick,
  # The options of the container that a host has to know, where this nixpkgs has them.
  hostOptions,
}:
let
  container = import ./container.nix {
    inherit
      nixpkgs
      system
      module
      name
      option
      ;
  };
  # Whole systems and package sets are not looked through; older nixpkgs have the arguments of the
  # module among its options.
  plainOptions = removeAttrs container [
    "_module"
    "config"
    "nixpkgs"
    "path"
    "pkgs"
    "specialArgs"
  ];
  guest = container.config;
  failed = map (one: one.message) (builtins.filter (one: !one.assertion) guest.assertions);
  guestSystem = if hasConfig then guest.system.build.toplevel else container.path;
  complete = !quick && (!hasConfig || failed == [ ]);
  wanted = builtins.listToAttrs (
    map (name: {
      inherit name;
      value = null;
    }) hostOptions
  );
in
builtins.deepSeq plainOptions {
  assertions = if hasConfig then failed else [ ];
  warnings = if hasConfig then guest.warnings else [ ];
  # A path that was built already has no derivation.
  toplevel = if complete then guestSystem.drvPath or null else null;
  systemPath = if complete then toString guestSystem else null;
  options = builtins.intersectAttrs wanted plainOptions;
}
