# What containers' values are for a host and guests whose arguments say whose they are. A test's fixture.
containers:
let
  named = owner: {
    config = {
      a = "${owner}.config.a";
      b.c = "${owner}.config.b.c";
    };
    pkgs.a = "${owner}.pkgs.a";
    options.a = "${owner}.options.a";
    modulesPath = "${owner}.modulesPath";
    inputs.a = "${owner}.inputs.a";
    lib = {
      id = x: x;
      inherit owner;
    };
  };
  call = arguments: f: f (builtins.intersectAttrs (builtins.functionArgs f) arguments);
  apply = arguments: m: if builtins.isFunction m then call arguments m else m;
  # The attributes of a module and of all that it imports; no name is there twice.
  flat =
    arguments: m:
    let
      module = apply arguments m;
    in
    builtins.foldl' (all: one: all // flat arguments one) (removeAttrs module [ "imports" ]) (
      module.imports or [ ]
    );
in
map (
  container:
  let
    options = (apply (named "host") container).containers.web;
    system = owner: flat (removeAttrs (named owner) [ "inputs" ]);
    guest = system "guest" options.config;
    nested = [
      "containers"
      "home-manager"
    ];
  in
  {
    options = options.specialArgs or { };
    config = removeAttrs guest nested;
    inner = map (one: system "inner" one.config) (builtins.attrValues (guest.containers or { }));
    users = map (system "user") (builtins.attrValues (guest.home-manager.users or { }));
  }
) containers
