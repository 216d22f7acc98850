# container@.service, as NixOS writes it. Without NixOS, templates/container@.service.hbs says the same.
{
  config,
  lib,
  pkgs,
}:
let
  # Run by bash itself: the files may have come without the permission to be run.
  script = name: "${pkgs.bash}/bin/bash ${./scripts}/${name}";
in
{
  description = "Container '%i'";

  path = [
    pkgs.bash
    pkgs.coreutils
    pkgs.gnugrep
    pkgs.gnused
    (pkgs.iproute2 or pkgs.iproute)
    (pkgs.util-linux or pkgs.utillinux)
    config.nix.package
    config.systemd.package
  ];

  environment = {
    root = "/var/lib/nixos-containers/%i";
    INSTANCE = "%i";
  };

  unitConfig.RequiresMountsFor = [ "/var/lib/nixos-containers/%i" ];

  serviceConfig = {
    EnvironmentFile = "-/etc/nixos-containers/%i.conf";

    ExecStartPre = script "pre-start";
    ExecStart = script "start";
    ExecStartPost = script "post-start";
    ExecReload = script "reload";
    ExecStopPost = script "post-stop";

    # Ready is what the container's own systemd says to be ready.
    Type = "notify";
    TimeoutStartSec = "1min";
    SyslogIdentifier = "container %i";

    # systemd-nspawn ends with 133 when the container reboots, and with 0 when it powers off.
    Restart = "on-failure";
    RestartForceExitStatus = "133";
    SuccessExitStatus = "133";

    # The container's systemd is told to stop, and its processes are left to it.
    KillMode = "mixed";
    KillSignal = "TERM";

    # Its own part of the tree of control groups is the container's.
    Slice = "machine.slice";
    Delegate = true;

    DevicePolicy = "closed";
  };
}
