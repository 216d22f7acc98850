# What every container's system has. A system that is built apart, for `path` or `flake`, may import
# this file, too.
{
  options,
  lib,
  ...
}:
{
  # One for every copy: the host's, and what the container's own modules import.
  key = "nixpawn/systemd-containers/guest";

  imports = [
    ./guest-sockets.nix
    ./guest-state-version.nix
  ];

  # No kernel and no initrd are built; the newer option sets the older one.
  config.boot =
    if options.boot ? isNspawnContainer then { isNspawnContainer = true; } else { isContainer = true; };
}
