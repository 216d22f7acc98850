# What systemd has to know of a container's network; src/conf/drop-in-network.ts says the same.
{ lib }:
let
  # As systemd-escape(1) does it, with the characters that the name of an interface may have.
  special = lib.stringToCharacters "!\"#$&'()*+,-;<=>?@[\\]^`{|}~";
  codes = lib.splitString " " "21 22 23 24 26 27 28 29 2a 2b 2c 2d 3b 3c 3d 3e 3f 40 5b 5c 5d 5e 60 7b 7c 7d 7e";
  replaced = builtins.replaceStrings special (map (code: "\\x${code}") codes);
  escape =
    name:
    if lib.hasPrefix "." name then "\\x2e" + replaced (lib.removePrefix "." name) else replaced name;
in
{
  # Because it was asked for, or because systemd-nspawn (257 and newer) makes the node itself for users
  # and a network of the container's own.
  needsTun =
    container:
    container.enableTun
    || (
      !lib.elem container.privateUsers [
        "no"
        "identity"
        0
      ]
      && (
        container.privateNetwork
        || container.extraVeths != { }
        || container.interfaces != [ ]
        || container.macvlans != [ ]
      )
    );

  # The units of interfaces that may come up later than systemd starts the container with the host. A
  # start by hand does not wait for them.
  deviceUnits =
    container:
    let
      bridges = map (veth: veth.hostBridge) ([ container ] ++ lib.attrValues container.extraVeths);
      # Of HOST:NAME the host has HOST.
      hostName = pair: lib.head (lib.splitString ":" pair);
      names =
        map hostName (container.interfaces ++ container.macvlans)
        ++ lib.filter (name: name != null) bridges;
    in
    lib.optionals container.autoStart (
      map (name: "sys-subsystem-net-devices-${escape name}.device") (
        lib.unique (lib.sort (a: b: a < b) names)
      )
    );
}
