# The names of the options below a path of NixOS's options, for "did you mean". Called by
# `nixpawn check` when an option does not exist.
{
  # The nixpkgs to look into, a path.
  nixpkgs,
  system,
  # The path of the options' parent, as JSON: a list of names.
  parent,
}:
let
  host = import (nixpkgs + "/nixos") {
    inherit system;
    configuration = { };
  };

  isOption = node: builtins.isAttrs node && node._type or null == "option";

  # Options with a name or an index between them and their own options.
  named = [
    "attrsOf"
    "lazyAttrsOf"
    "listOf"
    "loaOf"
  ];

  inner =
    type:
    let
      wrapped = type.nestedTypes.elemType or (type.functor.wrapped or null);
    in
    if type.name == "nullOr" && wrapped != null then inner wrapped else type;

  step =
    node: path:
    if node == null then
      null
    else if isOption node then
      let
        type = inner node.type;
        rest = if builtins.elem type.name named && path != [ ] then builtins.tail path else path;
      in
      step (removeAttrs (type.getSubOptions [ ]) [ "_module" ]) rest
    else if path == [ ] then
      node
    else
      step (node.${builtins.head path} or null) (builtins.tail path);

  found = step host.options (builtins.fromJSON parent);
in
if builtins.isAttrs found then builtins.attrNames found else [ ]
