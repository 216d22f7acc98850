# nixpkgs' own containers beside these: both have the template unit container@.service, and one
# cannot serve both.
{ config, options }:
{
  # Whether nixpkgs defines its units.
  enabled = (options ? boot.enableContainers) && config.boot.enableContainers;
  names = builtins.attrNames (config.containers or { });
}
