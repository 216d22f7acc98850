# The systems of containers as a list, for one build of them all. Called by `nixpawn apply`.
{
  # The nixpkgs to evaluate with, a path.
  nixpkgs,
  system,
  # A list of sets, each with `name`, `module`, `option` and `hasConfig` as for ./default.nix.
  containers,
}:
map (
  {
    name,
    module,
    option,
    hasConfig,
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
  in
  if hasConfig then container.config.system.build.toplevel else container.path
) containers
