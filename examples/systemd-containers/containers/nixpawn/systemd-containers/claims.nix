# What one container at a time can have: addresses, ports and network interfaces of the host.
{ lib }:
containers:
let
  conf = import ./conf.nix { inherit lib; };
  withoutPrefix = address: lib.head (lib.splitString "/" address);

  # `key` is what must be there once; in words for the message, too.
  claim = name: key: { inherit name key; };

  addresses =
    name: network:
    lib.concatMap
      (
        option:
        lib.optional (network.${option} != null) (claim name "address ${withoutPrefix network.${option}}")
      )
      [
        "localAddress"
        "localAddress6"
      ]
    ++ lib.optional (network.localMacAddress != null) (
      claim name "MAC address ${lib.toLower network.localMacAddress}"
    );

  ends =
    name: container:
    if !(conf.hasVeth container) then
      [ ]
    else if container.hostInterface != null then
      [ (claim name "interface ${container.hostInterface}") ]
    else
      # Old systems cut the name; newer ones put a hash at its end.
      lib.optional (lib.stringLength name <= 12) (
        claim name "interface ${if container.hostBridge == null then "ve" else "vb"}-${name}"
      );

  claimsOf =
    name: container:
    lib.optionals container.privateNetwork (
      addresses name container
      ++ ends name container
      ++ map (
        forward: claim name "${forward.protocol} port ${toString forward.hostPort} of the host"
      ) container.forwardPorts
    )
    ++ lib.concatLists (
      lib.mapAttrsToList (
        veth: network: [ (claim name "interface ${veth}") ] ++ addresses name network
      ) container.extraVeths
    )
    ++ map (one: claim name "interface ${one} of the host") container.interfaces;

  # Names by what they claim.
  grouped = lib.zipAttrsWith (_key: names: names);
  byKey = grouped (
    map (one: { ${one.key} = one.name; }) (lib.concatLists (lib.mapAttrsToList claimsOf containers))
  );

  # A container's address is not the host's, towards it or towards another. The host may have the
  # same towards all.
  networks = lib.filter (container: container.privateNetwork) (lib.attrValues containers);
  setAddresses =
    options: network: lib.filter (address: address != null) (map (option: network.${option}) options);
  hostAddresses = lib.concatMap (setAddresses [
    "hostAddress"
    "hostAddress6"
  ]) networks;
  localAddresses = map withoutPrefix (
    lib.concatMap (setAddresses [
      "localAddress"
      "localAddress6"
    ]) networks
  );

  # Host names know no case.
  byLowerName = grouped (map (name: { ${lib.toLower name} = name; }) (lib.attrNames containers));
in
lib.mapAttrsToList (key: names: {
  assertion = lib.length names == 1;
  message = "systemd.containers: the ${key} is taken more than once, by ${lib.concatStringsSep ", " names}";
}) byKey
++ map (address: {
  assertion = !(lib.elem address hostAddresses);
  message = "systemd.containers: the address ${address} is the host's, and a container's localAddress";
}) localAddresses
++ lib.mapAttrsToList (_name: names: {
  assertion = lib.length names == 1;
  message = "systemd.containers: the names ${lib.concatStringsSep " and " names} differ only in case";
}) byLowerName
