# What must hold within one container.
{ lib }:
let
  bindText = import ./bind-text.nix { inherit lib; };
  conf = import ./conf.nix { inherit lib; };
  inherit (import ./option-types.nix { inherit lib; }) isInterfaceName isResourceSetting;
  normalizedPath = import ./normalized-path.nix { inherit lib; };
in
name: container:
let
  at = option: "systemd.containers.${name}.${option}";
  refuse = wrong: message: {
    assertion = !wrong;
    inherit message;
  };

  isSet = value: value != null && value != [ ] && value != { } && value != false;
  # Exclusive with the option before it, where both are set.
  exclusive =
    option: others:
    map (
      other:
      refuse (
        isSet container.${option} && isSet container.${other}
      ) "${at option} and ${at other} exclude each other"
    ) others;

  systems =
    lib.optional container.hasConfig "config"
    ++ lib.optional (container.path != null) "path"
    ++ lib.optional (container.flake != null) "flake";

  nameIsGood = builtins.match "[a-zA-Z0-9]([a-zA-Z0-9-]{0,62}[a-zA-Z0-9])?" name != null;

  strayWords = import ./stray-words.nix { inherit lib; };

  # docker's HOST:CONTAINER and NODE:MODIFIER; nodes of udev have colons, too.
  isAsForDocker =
    node:
    let
      found = builtins.match "/[^:]*(:/[^:]*)?(:[rwm]*)?" node;
    in
    found != null
    &&
      found != [
        null
        null
      ];

  bindOptions =
    bind: options:
    let
      parts = bindText.parts options;
      # As docker has it, or by a slip; any other word may belong to the path.
      word = builtins.match "(.*[^\\]):([A-Za-z,]*(map|bind)[A-Za-z,]*|(no|root|owner)?id[A-Za-z,]*|(ro|rw|[zZ]|,)*)" parts.place;
      place = "${at "bindMounts"}.${bind}";
    in
    [
      (refuse (word != null)
        "${place}: ${
          if word == null then "" else lib.elemAt word 1
        } is no option of a bind; there are rbind, norbind, idmap, noidmap, rootidmap, owneridmap"
      )
      (refuse (
        parts.options != null && parts.source == null
      ) "${place}: ${toString parts.options} needs a hostPath")
    ];

  # Of HOST:NAME the container has NAME.
  insideName =
    prefix: pair:
    let
      parts = builtins.match "([^:]*):(.+)" pair;
    in
    if parts == null then prefix + lib.head (lib.splitString ":" pair) else lib.elemAt parts 1;
  insideNames =
    {
      extraVeths,
      interfaces,
      macvlans,
      ...
    }:
    lib.optional (container.privateNetwork && conf.hasVeth container) { eth0 = "the first pair"; }
    ++ map (veth: { ${veth} = "extraVeths.${veth}"; }) (lib.attrNames extraVeths)
    ++ map (pair: { ${insideName "" pair} = "interface ${pair}"; }) interfaces
    ++ map (pair: { ${insideName "mv-" pair} = "macvlan ${pair}"; }) macvlans;

  # A tab is no harm.
  hasControl =
    text: builtins.match "[^[:cntrl:]]*" (builtins.replaceStrings [ "\t" ] [ "" ] text) == null;

  # Of a container without a system, or with several, nothing more is known.
  entries = if lib.length systems == 1 then conf.entries container else [ ];
in
[
  (refuse (!nameIsGood)
    "systemd.containers.${name}: a name has letters, digits and - only, at most 64, and starts and ends with a letter or digit"
  )
  (refuse (
    systems == [ ]
  ) "systemd.containers.${name} has no system: one of config, path and flake is needed")
  (refuse (
    lib.length systems > 1
  ) "systemd.containers.${name}: ${lib.concatStringsSep " and " systems} exclude each other")
]
++ exclusive "networkNamespace" [
  "privateNetwork"
  "interfaces"
  "macvlans"
  "extraVeths"
]
++
  map
    (
      option:
      refuse (
        !container.privateNetwork && isSet container.${option}
      ) "${at option} has no effect without ${at "privateNetwork"}"
    )
    [
      "hostBridge"
      "hostAddress"
      "hostAddress6"
      "localAddress"
      "localAddress6"
      "localMacAddress"
      "forwardPorts"
    ]
++ lib.concatLists (
  lib.mapAttrsToList (veth: network: [
    (refuse (!(isInterfaceName veth))
      "${at "extraVeths.${veth}"}: a network interface has a name of 1 to 15 characters, without blanks, slash, colon and percent sign, and not digits alone"
    )
    (refuse (isSet network.forwardPorts) "${at "extraVeths.${veth}.forwardPorts"} has no effect: only the first pair has it")
  ]) container.extraVeths
)
++ map (
  setting:
  refuse (!(isResourceSetting setting))
    "${at "resourceControl.${setting}"} is no setting of systemd.resource-control(5) that limits a container"
) (lib.attrNames container.resourceControl)
++ map (
  word:
  refuse true "${at "extraFlags"}: systemd-nspawn takes ${word}, which is no flag, for the program to run in the container"
) (strayWords container.extraFlags)
++ map (
  node:
  refuse true "${at "allowedDevices"}: ${node} is no device node: a node is one path, and modifier says what is allowed"
) (lib.filter isAsForDocker (map (device: device.node) container.allowedDevices))
++ lib.concatLists (lib.mapAttrsToList bindOptions container.bindMounts)
++ lib.mapAttrsToList (
  inside: claims:
  refuse (lib.length claims > 1)
    "systemd.containers.${name}: ${lib.concatStringsSep " and " claims} are both called ${inside} in the container"
) (lib.zipAttrsWith (_name: claims: claims) (insideNames container))
++ map (
  one:
  refuse (hasControl one.value) "systemd.containers.${name}: the value of ${one.key} has a line break or another control character, which its conf file cannot hold"
) entries
++ map (
  macvlan:
  refuse (lib.stringLength (insideName "mv-" macvlan) > 15)
    "${at "macvlans"}: ${insideName "mv-" macvlan} has more than 15 characters, and Linux has no such interface"
) container.macvlans
++
  lib.mapAttrsToList
    (
      place: binds:
      refuse (
        lib.length binds > 1
      ) "${at "bindMounts"}: ${lib.concatStringsSep " and " binds} are both at ${place} in the container"
    )
    (
      lib.zipAttrsWith (_place: binds: binds) (
        lib.mapAttrsToList (bind: options: {
          ${normalizedPath (bindText.placeOf options)} = bind;
        }) container.bindMounts
      )
    )
