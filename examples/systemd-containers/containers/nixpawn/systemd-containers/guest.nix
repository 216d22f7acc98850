# What every container's system has. A system that is built apart, for `path` or `flake`, may import
# this file, too.
{
  options,
  lib,
  ...
}:
{
  imports = [
    ./guest-sockets.nix
    ./guest-state-version.nix
  ];

  # No kernel and no initrd are built; the newer option sets the older one.
  config.boot =
    if options.boot ? isNspawnContainer then { isNspawnContainer = true; } else { isContainer = true; };
}
