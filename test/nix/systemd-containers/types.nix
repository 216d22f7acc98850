# What the types of the bundled module do, with the `lib` that is given. A test's fixture.
{ lib, types }:
let
  own = import types { inherit lib; };
  inherit (lib) mkOption;
  evaluate =
    modules:
    (lib.evalModules {
      modules = [
        {
          options.byName = mkOption {
            type = own.attrsOfNamed (
              name:
              if lib.hasPrefix "n" name then
                lib.types.int
              else
                own.submoduleWithExtraArgs { who = "host"; } (
                  {
                    name,
                    who,
                    ...
                  }:
                  {
                    options.greeting = mkOption {
                      type = lib.types.str;
                      default = "${who} to ${name}";
                    };
                    options.many = mkOption {
                      type = lib.types.listOf lib.types.int;
                      default = [ ];
                    };
                  }
                )
            );
            default = { };
          };
        }
      ]
      ++ modules;
    }).config.byName;
  # Older module systems leave the arguments among the values.
  plain = lib.mapAttrs (
    _name: value: if builtins.isAttrs value then removeAttrs value [ "_module" ] else value
  );
  succeeds = value: (builtins.tryEval (builtins.deepSeq value true)).success;
in
{
  # Each attribute has the type of its name.
  both = plain (evaluate [
    { byName.n1 = 7; }
    { byName.a = { }; }
  ]);
  wrongType = succeeds (evaluate [ { byName.n1 = { }; } ]);
  # Definitions of several files are merged, also with properties.
  merged = plain (evaluate [
    { byName.a.many = [ 1 ]; }
    { byName.a = lib.mkIf true { many = [ 2 ]; }; }
    {
      byName = lib.mkMerge [
        { a.greeting = lib.mkForce "hello"; }
        (lib.mkIf false { b = { }; })
      ];
    }
    { byName.c = lib.mkIf false { }; }
    { byName.n2 = lib.mkDefault 1; }
    { byName.n2 = 2; }
  ]);
}
