# What is on the host for each container: its conf file, and its name in the hosts file.
{ config, lib, ... }:
let
  containers = config.systemd.containers;
  conf = import ./conf.nix { inherit lib; };
  withoutPrefix = address: lib.head (lib.splitString "/" address);
  hostsLines = lib.concatLists (
    lib.mapAttrsToList (
      name: container:
      lib.optionals container.privateNetwork (
        map (address: "${withoutPrefix address} ${name}.containers") (
          lib.filter (address: address != null) [
            container.localAddress
            container.localAddress6
          ]
        )
      )
    ) containers
  );
in
{
  config = lib.mkIf (containers != { }) {
    environment.etc = lib.mapAttrs' (
      name: container:
      lib.nameValuePair "nixos-containers/${name}.conf" {
        text = conf.text (conf.entries container);
      }
    ) containers;
    networking.extraHosts = lib.concatMapStrings (line: "${line}\n") hostsLines;
  };
}
