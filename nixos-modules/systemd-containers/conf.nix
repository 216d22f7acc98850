# The conf file of a container: docs/conf-file.md of nixpawn has its keys.
{ lib }:
let
  bindText = import ./bind-text.nix { inherit lib; };
  lines = import ./conf-lines.generated.nix;
  # Words of nixpawn's own keys are told apart by blanks.
  word =
    builtins.replaceStrings
      [
        "\\"
        " "
        "\t"
      ]
      [
        "\\x5c"
        "\\x20"
        "\\x09"
      ];
  # A comma ends a part of such a word.
  part = text: builtins.replaceStrings [ "," ] [ "\\x2c" ] (word text);
  words = list: plainWords (map word list);
  # nixpkgs' own keys have nothing to escape words with.
  plainWords = list: if list == [ ] then null else lib.concatStringsSep " " list;

  # systemd-nspawn takes a colon for the end of a path, and a backslash as the way to say it. A colon that
  # is written so already means the same.
  bindPath =
    builtins.replaceStrings
      [
        "\\:"
        "\\"
        ":"
      ]
      [
        "\\:"
        "\\\\"
        "\\:"
      ];
  bindWord =
    bind:
    let
      parts = bindText.parts bind;
    in
    lib.concatStringsSep ":" (
      map bindPath (lib.optional (parts.source != null) parts.source ++ [ parts.place ])
      ++ lib.optional (parts.options != null) parts.options
    );
  binds =
    bindMounts: readOnly:
    words (map bindWord (lib.filter (bind: bind.isReadOnly == readOnly) (lib.attrValues bindMounts)));

  port =
    forward:
    let
      inside = if forward.containerPort == null then forward.hostPort else forward.containerPort;
    in
    "${forward.protocol}:${toString forward.hostPort}:${toString inside}";

  entry = key: value: { inherit key value; };

  # How a line has the value of an option: option.ts of nixpawn.
  regular = {
    text = value: value;
    always = toString;
    flag = value: if value then "1" else null;
    switch = value: if value then "1" else "0";
    words = words;
    "plain words" = plainWords;
  };
  regularEntry = options: line: entry line.key (regular.${line.form} options.${line.option});

  isSet = one: one.value != null;

  # What a pair of interfaces is like. There is a pair only for what needs one.
  pairEntries =
    network: lib.filter isSet (map (regularEntry network) (lib.filter (line: line.ofEachPair) lines));
  hasVeth = container: pairEntries container != [ ];

  veth =
    name: network:
    lib.concatStringsSep "," (
      [ (part name) ] ++ map (one: "${one.key}=${part one.value}") (pairEntries network)
    );

  capabilities =
    container:
    container.additionalCapabilities
    ++ lib.optional (
      container.enableTun && !(lib.elem "CAP_NET_ADMIN" container.additionalCapabilities)
    ) "CAP_NET_ADMIN";

  # The system that runs, where it is known: a store path or a profile.
  systemOf =
    container: if container.hasConfig then container.config.system.build.toplevel else container.path;

  # Lines in no regular form.
  own = {
    SYSTEM_PATH = container: if container.flake != null then null else toString (systemOf container);
    FLAKE = container: container.flake;
    HOST_PORT =
      container:
      if container.forwardPorts == [ ] then
        null
      else
        lib.concatStringsSep "," (map port container.forwardPorts);
    HOST_INTERFACE =
      container: if container.privateNetwork && hasVeth container then container.hostInterface else null;
    EXTRA_VETHS = container: plainWords (lib.mapAttrsToList veth container.extraVeths);
    BIND = container: binds container.bindMounts false;
    BIND_RO = container: binds container.bindMounts true;
    CAPABILITIES = container: words (capabilities container);
  };

  # Values that need no quotes, to systemd or to any other reader.
  isPlain = value: builtins.match "[a-zA-Z0-9_./:,@%+=-]*" value != null;
  quoted = value: if isPlain value then value else ''"${lib.escape [ "\"" "\\" "`" "$" ] value}"'';
in
rec {
  inherit hasVeth systemOf;

  # The lines of a container's conf file, as a list of sets of `key` and `value`.
  entries =
    container:
    lib.filter isSet (
      map (
        line:
        if line.form == "own" then
          entry line.key (own.${line.key} container)
        else
          regularEntry container line
      ) (lib.filter (line: !line.ofPair || container.privateNetwork) lines)
    );

  text = lib.concatMapStrings (one: "${one.key}=${quoted one.value}\n");

  # What is read when the container starts, and not when it is reloaded; with another flake, what is
  # built at a start is another system.
  startEntries =
    let
      atStart = lib.listToAttrs (map (line: lib.nameValuePair line.key line.atStart) lines);
    in
    container: lib.filter (one: atStart.${one.key} || one.key == "FLAKE") (entries container);
}
