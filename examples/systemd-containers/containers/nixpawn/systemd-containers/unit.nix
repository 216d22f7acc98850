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
    pkgs.e2fsprogs
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

  # machinectl's target of all machines.
  after = [
    "network.target"
    "nix-daemon.socket"
  ];
  before = [ "machines.target" ];
  partOf = [ "machines.target" ];

  unitConfig = {
    Documentation = "man:systemd-nspawn(1)";
    # By this the program knows a unit that reads all keys of docs/conf-file.md.
    X-Nixpawn = "1";
    RequiresMountsFor = [ "/var/lib/nixos-containers/%i" ];
    # Reboots count as starts, and a container starts in less than a second.
    StartLimitIntervalSec = "5min";
    StartLimitBurst = "30";
  };

  serviceConfig = {
    EnvironmentFile = "-/etc/nixos-containers/%i.conf";

    ExecStartPre = script "pre-start";
    ExecStart = script "start";
    ExecStartPost = script "post-start";
    ExecReload = script "reload";
    ExecStopPost = script "post-stop";

    # Ready is what the container's own systemd says to be ready.
    Type = "notify";
    NotifyAccess = "main";
    TimeoutStartSec = "1min";
    SyslogIdentifier = "container %i";

    # systemd-nspawn ends with 133 when the container reboots, with 0 when it powers off, and with 1 when
    # its first process was killed, or when nothing came of the start; the scripts with 78 when the conf
    # file is wrong. One that did not get ready in time is not tried again.
    Restart = "on-abort";
    RestartForceExitStatus = "1 133";
    SuccessExitStatus = "133";

    # The container's systemd is told to stop, and its processes are left to it.
    KillMode = "mixed";
    KillSignal = "SIGTERM";
    # Longer than the container gives its own services to stop.
    TimeoutStopSec = "2min";

    # Its own part of the tree of control groups is the container's.
    Slice = "machine.slice";
    Delegate = true;

    DevicePolicy = "closed";
  };
}
