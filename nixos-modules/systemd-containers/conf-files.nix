# What is on the host for each container: its conf file, and its name in the hosts file.
{
  config,
  options,
  lib,
  ...
}:
let
  containers = config.systemd.containers;
  ofNixpkgs = import ./nixpkgs-containers.nix { inherit config options; };
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
  # nixpkgs' own containers would have files of the same names: assertions.nix.
  config = lib.mkIf (containers != { } && !ofNixpkgs.enabled) {
    environment.etc = lib.mapAttrs' (
      name: container:
      lib.nameValuePair "nixos-containers/${name}.conf" {
        text = conf.text (conf.entries container);
      }
    ) containers;
    networking.extraHosts = lib.concatMapStrings (line: "${line}\n") hostsLines;
  };
}
