# What one container at a time can have: addresses, ports and network interfaces of the host.
{ lib }:
containers:
let
  conf = import ./conf.nix { inherit lib; };
  inherit (import ./addresses.nix { inherit lib; }) normalized;
  withoutPrefix = address: lib.head (lib.splitString "/" address);

  # `key` is what must be there once, `what` says it in words.
  claimAs = key: name: what: { inherit key name what; };
  claim = name: what: claimAs what name what;

  # Two bridges are two networks.
  onBridge = network: lib.optionalString (network.hostBridge != null) " on ${network.hostBridge}";
  # Of HOST:NAME the host has HOST.
  hostName = pair: lib.head (lib.splitString ":" pair);

  addresses =
    name: network:
    lib.concatMap
      (
        option:
        lib.optional (network.${option} != null) (
          claimAs "address ${normalized network.${option}}${onBridge network}" name
            "address ${withoutPrefix network.${option}}"
        )
      )
      [
        "localAddress"
        "localAddress6"
      ]
    ++ lib.optional (network.localMacAddress != null) (
      claimAs "MAC ${lib.toLower network.localMacAddress}${onBridge network}" name
        "MAC address ${lib.toLower network.localMacAddress}"
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
    ++ map (one: claim name "interface ${hostName one}") container.interfaces;

  # Parents of macvlans are there for all, but not where a container has them alone.
  moved = lib.concatMap (container: map hostName container.interfaces) (lib.attrValues containers);
  ofExtraVeths = lib.concatMap (container: lib.attrNames container.extraVeths) (
    lib.attrValues containers
  );
  endNames = lib.concatLists (
    lib.mapAttrsToList (
      name: container: map (one: lib.removePrefix "interface " one.what) (ends name container)
    ) containers
  );
  parents = lib.unique (
    lib.concatMap (container: map hostName container.macvlans) (lib.attrValues containers)
  );

  # Claims by what they claim.
  grouped = lib.zipAttrsWith (_key: values: values);
  byKey = grouped (
    map (one: { ${one.key} = one; }) (lib.concatLists (lib.mapAttrsToList claimsOf containers))
  );

  # A container's address is not the host's, towards it or towards another. The host may have the
  # same towards all.
  pairs = lib.concatMap (
    container: lib.optional container.privateNetwork container ++ lib.attrValues container.extraVeths
  ) (lib.attrValues containers);
  addressesOf =
    pairs: options:
    lib.concatMap (
      pair: lib.filter (address: address != null) (map (option: pair.${option}) options)
    ) pairs;
  # On a bridge it is the container's gateway.
  hostAddresses = map normalized (
    addressesOf (lib.filter (pair: pair.hostBridge == null) pairs) [
      "hostAddress"
      "hostAddress6"
    ]
  );
  localAddresses = addressesOf pairs [
    "localAddress"
    "localAddress6"
  ];

  # A container is not its own gateway.
  gateways = lib.concatMap (
    pair:
    lib.optionals (pair.hostBridge != null) [
      {
        gateway = pair.hostAddress;
        own = pair.localAddress;
      }
      {
        gateway = pair.hostAddress6;
        own = pair.localAddress6;
      }
    ]
  ) pairs;
  isOwn = { gateway, own }: gateway != null && own != null && normalized gateway == normalized own;

  # Host names know no case.
  byLowerName = grouped (map (name: { ${lib.toLower name} = name; }) (lib.attrNames containers));
in
lib.mapAttrsToList (_key: claims: {
  assertion = lib.length claims == 1;
  message = "systemd.containers: the ${(lib.head claims).what} is taken more than once, by ${
    lib.concatMapStringsSep ", " (one: one.name) claims
  }";
}) byKey
++ map (parent: {
  assertion = !(lib.elem parent (moved ++ ofExtraVeths ++ endNames));
  message = "systemd.containers: the interface ${parent} is a container's own, and the parent of a macvlan";
}) parents
++ map (address: {
  assertion = !(lib.elem (normalized address) hostAddresses);
  message = "systemd.containers: the address ${withoutPrefix address} is the host's, and a container's localAddress";
}) localAddresses
++ map (one: {
  assertion = false;
  message = "systemd.containers: the address ${one.gateway} is a container's localAddress, and its gateway";
}) (lib.filter isOwn gateways)
++ lib.mapAttrsToList (_name: names: {
  assertion = lib.length names == 1;
  message = "systemd.containers: the names ${lib.concatStringsSep " and " names} differ only in case";
}) byLowerName
