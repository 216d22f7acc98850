# What else a host needs that has containers.
{
  config,
  options,
  lib,
  pkgs,
  ...
}:
let
  containers = config.systemd.containers;
  # Also of containers that were made by hand, beside those of the configuration.
  ends = [
    "c-*"
    "ve-*"
    "vb-*"
  ]
  ++ lib.concatMap (
    container:
    lib.optional (
      container.hostInterface != null && !(lib.hasPrefix "c-" container.hostInterface)
    ) container.hostInterface
    ++ lib.attrNames container.extraVeths
  ) (lib.attrValues containers);

  run-in-netns = pkgs.writeScriptBin "run-in-netns" ''
    #! ${pkgs.bash}/bin/bash
    export PATH=${
      lib.makeBinPath [
        pkgs.coreutils
        pkgs.gnugrep
        (pkgs.util-linux or pkgs.utillinux)
        config.systemd.package
      ]
    }:$PATH
    exec ${pkgs.bash}/bin/bash ${./scripts}/run-in-netns "$@"
  '';
in
{
  config = lib.mkIf (containers != { }) {
    boot = {
      kernelModules = [
        "bridge"
        "macvlan"
        "tap"
        "tun"
      ];
    }
    # nixpkgs' own containers have a template unit of the same name: assertions.nix.
    // lib.optionalAttrs (options.boot ? enableContainers) {
      enableContainers = lib.mkDefault false;
    };

    # The container's side of a pair is the container's, and the host's is set when it starts.
    networking.dhcpcd.denyInterfaces = ends;
    networking.networkmanager.unmanaged = map (end: "interface-name:${end}") ends;

    environment.systemPackages = [ run-in-netns ];
  };
}
