# What is allowed, and seldom meant.
{ lib }:
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
