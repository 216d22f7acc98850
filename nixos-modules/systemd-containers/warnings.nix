# What is allowed, and seldom meant.
{ lib }:
let
  bindText = import ./bind-text.nix { inherit lib; };
  conf = import ./conf.nix { inherit lib; };
in
name: container:
let
  optionsOf = bind: (bindText.parts bind).options;
  saysIdmap = bind: builtins.match ".*idmap.*" (toString (optionsOf bind)) != null;
  # All others are mapped: scripts/binds.bash. What is not the host's has the container's owners.
  isUnmapped =
    bind:
    let
      source = bindText.hostPathOf bind;
    in
    source != null
    && !(saysIdmap bind)
    && (optionsOf bind != null || builtins.match "/(dev|proc|sys)(/.*)?" source != null);

  mayGiveUsers = flag: builtins.match "(.*[ \t])?(--private-users([^a-z-].*)?|-U.*)" flag != null;
  hasUsers = container.privateUsers != "no" || lib.any mayGiveUsers container.extraFlags;
  hasBlank = flag: builtins.match "[^ \t]*" flag == null;
in
lib.optionals (!hasUsers) (
  map (
    bind:
    "systemd.containers.${name}: ${optionsOf bind} of the bind ${bind.mountPoint} needs privateUsers: systemd-nspawn maps no owners without, and does not start the container"
  ) (lib.filter (bind: bindText.mapsOwners (optionsOf bind)) (lib.attrValues container.bindMounts))
)
++ map (
  flag:
  if builtins.match "[ \t]*" flag != null then
    "systemd.containers.${name}.extraFlags: an empty flag is lost: the flags are one line, split at blanks"
  else
    "systemd.containers.${name}.extraFlags: \"${flag}\" is split at blanks; write each word as a flag of its own"
) (lib.filter (flag: flag == "" || hasBlank flag) container.extraFlags)
++ lib.optionals (container.privateUsers == "pick") (
  map (
    bind:
    "systemd.containers.${name}: with privateUsers = \"pick\" the files of the writable bind ${bind.mountPoint} belong to nobody in the container: Linux maps no owners in /dev, /proc and /sys, and options of a bind must say idmap, too"
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
