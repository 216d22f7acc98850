# The host's end of a container's veth pair: `c-<name>`, in the 15 characters that Linux allows. Of
# a longer name the start is kept, and four digits of a hash that tell it from its like.
{ lib }:
name:
let
  longest = 15;
  whole = "c-${name}";
  digits = builtins.substring 0 4 (builtins.hashString "sha256" name);
in
if lib.stringLength whole <= longest then whole else "c-${builtins.substring 0 8 name}-${digits}"
