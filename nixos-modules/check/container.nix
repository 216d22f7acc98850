# A container in an otherwise empty host, so that only what it needs is evaluated: its options and
# the NixOS in it, as the host's own evaluation would have them.
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
}:
let
  host = import (nixpkgs + "/nixos") {
    inherit system;
    configuration.imports = [ (import ./as-present.nix { inherit module option name; }) ];
  };
in
(builtins.foldl' (set: part: set.${part}) host.config option).${name}
