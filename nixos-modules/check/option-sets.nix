# Which of some paths of NixOS's options lead to a set of options, which no single value can stand
# for. Called by `nixpawn check` when a value stands where a set was expected: releases before 21.05
# do not say where.
{
  # The nixpkgs to look into, a path.
  nixpkgs,
  system,
  # The paths, as JSON: a list of lists of names.
  paths,
}:
let
  host = import (nixpkgs + "/nixos") {
    inherit system;
    configuration = { };
  };

  isSet = node: builtins.isAttrs node && node._type or null != "option";

  step =
    node: path:
    if path == [ ] then
      isSet node
    else
      isSet node
      && builtins.hasAttr (builtins.head path) node
      && step node.${builtins.head path} (builtins.tail path);
in
builtins.filter (step host.options) (builtins.fromJSON paths)
