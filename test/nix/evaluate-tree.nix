# Evaluates a generated tree with nixpkgs' module system: every container's options, and its `config`
# in a free-form module with a few make-believe packages. A test's fixture.
{ tree }:
let
  lib = import <nixpkgs-lib/lib>;
  package = name: { outPath = "/package/${name}"; };
  pkgs =
    lib.genAttrs [
      "curl"
      "gcc"
      "git"
      "gnumake"
      "jq"
      "postgresql"
      "python3"
      "ripgrep"
      "sshfs"
    ] package
    // {
      hello = package "hello" // {
        overrideAttrs = _change: package "hello-changed";
      };
      writeTextDir = name: text: "/text/${name}/${text}";
    };
  evaluate =
    modules:
    lib.evalModules {
      inherit modules;
      specialArgs = { inherit pkgs; };
    };
  host = evaluate [
    (import ./upstream-options.nix { inherit lib; })
    tree
  ];
  guest =
    name: container:
    (evaluate [
      {
        freeformType = lib.types.lazyAttrsOf lib.types.anything;
        config.services.openssh.enable = lib.mkDefault false;
        config.networking.hostName = lib.mkDefault name;
      }
      container.config
    ]).config;
in
lib.mapAttrs (name: container: {
  options = removeAttrs container [ "config" ];
  config = removeAttrs (guest name container) [ "_module" ];
}) host.config.containers
