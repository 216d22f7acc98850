# Plain types that several options have.
{ lib }:
let
  inherit (lib) types;
in
{
  # IFNAMSIZ of Linux, and no character that systemd refuses.
  interfaceName = types.strMatching "[^][:space:]/:%]{1,15}";
  absolutePath = types.strMatching "/.*";
}
