# Types of options whose parts depend on the names of attributes, on any nixpkgs since 18.03.
{ lib }:
{
  # An attribute set in which each attribute has a type of its own: `typeOf` takes the name and
  # evaluates to the type. `lib.types.attrsOf type` is the special case of a function that ignores
  # its argument.
  attrsOfNamed =
    typeOf:
    lib.mkOptionType {
      name = "attrsOfNamed";
      description = "attribute set of ${(typeOf "<name>").description}s";
      check = builtins.isAttrs;
      merge =
        loc: definitions:
        let
          # Each attribute with the file it was defined in.
          placed = map (
            definition:
            lib.mapAttrs (_name: value: {
              inherit (definition) file;
              inherit value;
            }) definition.value
          ) definitions;
          merged = lib.zipAttrsWith (
            name: values: (lib.mergeDefinitions (loc ++ [ name ]) (typeOf name) values).optionalValue
          ) placed;
          # A definition under a condition that does not hold defines nothing.
          defined = lib.filterAttrs (_name: one: one ? value) merged;
        in
        lib.mapAttrs (_name: one: one.value) defined;
      getSubOptions = prefix: (typeOf "<name>").getSubOptions (prefix ++ [ "<name>" ]);
    };

  # A submodule whose modules take more arguments than `name`, `config` and `options`.
  submoduleWithExtraArgs =
    extraArgs: module:
    lib.types.submodule [
      { _module.args = extraArgs; }
      module
    ];

  # A NixOS configuration: its definitions are modules, its value what `evaluate` makes of them.
  # evaluate: the option's path and a list of modules, to the `config` of the system.
  evaluatedSystem =
    evaluate:
    lib.mkOptionType {
      name = "NixOS configuration";
      description = "NixOS configuration";
      merge =
        loc: definitions:
        evaluate loc (
          map (definition: {
            # Messages name the file that a definition is in.
            _file = definition.file;
            imports = [ definition.value ];
          }) definitions
        );
    };
}
