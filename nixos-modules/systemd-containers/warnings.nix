# What is allowed, and seldom meant.
{ lib }:
let
  conf = import ./conf.nix { inherit lib; };
in
name: container:
let
  source = bind: if bind.hostPath == null then bind.mountPoint else bind.hostPath;
  # All others are mapped: scripts/binds.bash.
  isUnmapped = bind: builtins.match "/(dev|proc|sys)/.*" (source bind) != null;
in
lib.optionals (container.privateUsers == "pick") (
  map (
    bind:
    "systemd.containers.${name}: with privateUsers = \"pick\" the files of the writable bind ${bind.mountPoint} belong to nobody in the container: Linux maps no owners in /dev, /proc and /sys"
  ) (lib.filter (bind: !bind.isReadOnly && isUnmapped bind) (lib.attrValues container.bindMounts))
)
++
  lib.optional
    (
      container.privateNetwork
      && container.forwardPorts != [ ]
      && !(conf.hasVeth container)
      && container.extraVeths == { }
      && container.interfaces == [ ]
      && container.macvlans == [ ]
    )
    "systemd.containers.${name}.forwardPorts has no effect: the container has no interface that the ports could lead to; set hostAddress and localAddress, or hostBridge"
