# A bind's parts, as systemd-nspawn takes HOSTPATH:MOUNTPOINT apart; a colon in one of them may be `\:`.
# bind-text.ts of nixpawn says the same.
{ lib }:
let
  names = [
    "rbind"
    "norbind"
    "idmap"
    "noidmap"
    "rootidmap"
    "owneridmap"
  ];
  known = "(${lib.concatStringsSep "|" names})";
  withOptions = "(.*[^\\]):(${known}(,${known})*)";
  path = "/([^:\\]|\\\\.)*";
  twoPlaces = "(${path}):(${path})";
  plain = builtins.replaceStrings [ "\\:" ] [ ":" ];
in
rec {
  parts =
    bind:
    let
      options = builtins.match withOptions bind.mountPoint;
      before = if options == null then bind.mountPoint else lib.elemAt options 0;
      two = if bind.hostPath == null then builtins.match twoPlaces before else null;
    in
    {
      source = if two == null then bind.hostPath else lib.elemAt two 0;
      place = if two == null then before else lib.elemAt two 2;
      options = if options == null then null else lib.elemAt options 1;
    };

  # Whether options after the place map owners.
  mapsOwners =
    options:
    options != null
    && lib.any (
      one:
      lib.elem one [
        "idmap"
        "rootidmap"
        "owneridmap"
      ]
    ) (lib.splitString "," options);
  placeOf = bind: plain (parts bind).place;

  # The host's path of a bind; null for one that is not on the host.
  hostPathOf =
    bind:
    let
      found = parts bind;
      source = plain (if found.source == null then found.place else found.source);
    in
    if lib.hasPrefix "/" source then source else null;
}
