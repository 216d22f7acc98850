# What is allowed, and seldom meant.
{ lib }:
name: container:
lib.optionals (container.privateUsers == "pick") (
  map (
    bind:
    "systemd.containers.${name}: with privateUsers = \"pick\" the files of the writable bind ${bind.mountPoint} belong to nobody in the container"
  ) (lib.filter (bind: !bind.isReadOnly) (lib.attrValues container.bindMounts))
)
