# What must hold within one container.
{ lib }:
let
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
  bridged = network: network.hostBridge != null;

  # Exclusive with the option before it, where both are set.
  exclusive =
    option: others:
    map (
      other:
      refuse (
        isSet container.${option} && isSet container.${other}
      ) "${at option} and ${at other} exclude each other"
    ) others;

  bridgeOrAddress =
    prefix: network:
    map
      (
        option:
        refuse (bridged network && network.${option} != null)
          "${at "${prefix}hostBridge"} and ${at "${prefix}${option}"} exclude each other: the address belongs to the bridge"
      )
      [
        "hostAddress"
        "hostAddress6"
      ];

  systems =
    lib.optional container.hasConfig "config"
    ++ lib.optional (container.path != null) "path"
    ++ lib.optional (container.flake != null) "flake";

  nameIsGood = builtins.match "[a-zA-Z0-9]([a-zA-Z0-9-]{0,62}[a-zA-Z0-9])?" name != null;

  hasBlank = text: builtins.match "[^[:space:]]*" text == null;
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
++ bridgeOrAddress "" container
++ lib.concatLists (
  lib.mapAttrsToList (
    veth: network:
    bridgeOrAddress "extraVeths.${veth}." network
    ++ [
      (refuse (!(isInterfaceName veth))
        "${at "extraVeths.${veth}"}: a network interface has a name of 1 to 15 characters, without blanks, slash, colon and percent sign, and not digits alone"
      )
    ]
    ++ [
      (refuse (isSet network.forwardPorts) "${at "extraVeths.${veth}.forwardPorts"} has no effect: only the first pair has it")
    ]
  ) container.extraVeths
)
++ map (
  setting:
  refuse (!(isResourceSetting setting))
    "${at "resourceControl.${setting}"} is no setting of systemd.resource-control(5) that limits a container"
) (lib.attrNames container.resourceControl)
++ map (
  flag:
  refuse (hasBlank flag) "${at "extraFlags"}: \"${flag}\" has a blank; write each word as a flag of its own"
) container.extraFlags
++ map (
  one:
  refuse (hasControl one.value) "systemd.containers.${name}: the value of ${one.key} has a line break or another control character, which its conf file cannot hold"
) entries
++ map (
  macvlan:
  refuse (
    lib.stringLength "mv-${macvlan}" > 15
  ) "${at "macvlans"}: mv-${macvlan} has more than 15 characters, and Linux has no such interface"
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
        lib.mapAttrsToList (bind: { mountPoint, ... }: {
          ${normalizedPath mountPoint} = bind;
        }) container.bindMounts
      )
    )
