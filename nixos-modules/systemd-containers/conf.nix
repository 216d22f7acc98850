# The conf file of a container: docs/conf-file.md of nixpawn has its keys.
{ lib }:
let
  bindText = import ./bind-text.nix { inherit lib; };
  flag = value: if value then "1" else null;

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

  bridgeEntry = network: entry "HOST_BRIDGE" network.hostBridge;
  addressEntries = network: [
    (entry "HOST_ADDRESS" network.hostAddress)
    (entry "HOST_ADDRESS6" network.hostAddress6)
    (entry "LOCAL_ADDRESS" network.localAddress)
    (entry "LOCAL_ADDRESS6" network.localAddress6)
    (entry "LOCAL_MAC_ADDRESS" network.localMacAddress)
  ];

  isSet = one: one.value != null;

  veth =
    name: network:
    let
      settings = lib.filter isSet ([ (bridgeEntry network) ] ++ addressEntries network);
    in
    lib.concatStringsSep "," ([ (part name) ] ++ map (one: "${one.key}=${part one.value}") settings);

  # There is a pair only for what needs one.
  hasVeth = container: lib.any isSet ([ (bridgeEntry container) ] ++ addressEntries container);

  networkEntries =
    container:
    lib.optionals container.privateNetwork (
      [
        (entry "PRIVATE_NETWORK" "1")
        (bridgeEntry container)
        (entry "HOST_PORT" (
          if container.forwardPorts == [ ] then
            null
          else
            lib.concatStringsSep "," (map port container.forwardPorts)
        ))
      ]
      ++ addressEntries container
      ++ [
        (entry "HOST_INTERFACE" (if hasVeth container then container.hostInterface else null))
      ]
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

  systemEntry =
    container:
    if container.flake != null then
      entry "FLAKE" container.flake
    else
      entry "SYSTEM_PATH" (toString (systemOf container));

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
      [
        (systemEntry container)
        (entry "COPY_RESOLV_CONF" (if container.copyResolvConf then "1" else "0"))
      ]
      ++ networkEntries container
      ++ [
        (entry "EXTRA_VETHS" (plainWords (lib.mapAttrsToList veth container.extraVeths)))
        (entry "NETWORK_NAMESPACE_PATH" container.networkNamespace)
        (entry "PRIVATE_USERS" (toString container.privateUsers))
        (entry "INTERFACES" (plainWords container.interfaces))
        (entry "MACVLANS" (plainWords container.macvlans))
        (entry "AUTO_START" (flag container.autoStart))
        (entry "EPHEMERAL" (flag container.ephemeral))
        (entry "TMPFS" (words container.tmpfs))
        (entry "BIND" (binds container.bindMounts false))
        (entry "BIND_RO" (binds container.bindMounts true))
        (entry "CAPABILITIES" (words (capabilities container)))
        (entry "EXTRA_NSPAWN_FLAGS" (plainWords container.extraFlags))
      ]
    );

  text = lib.concatMapStrings (one: "${one.key}=${quoted one.value}\n");

  # What is read when the container starts, and not when it is reloaded.
  startEntries =
    container:
    lib.filter (
      one:
      !(lib.elem one.key [
        "SYSTEM_PATH"
        "AUTO_START"
      ])
    ) (entries container);
}
