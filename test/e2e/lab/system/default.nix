# A system for a container in the shape of NixOS's: init, sw/bin, bin/switch-to-configuration. Its
# programs are those of the lab's guest tree.
{
  label,
  system ? builtins.currentSystem,
}:
let
  path = builtins.head (builtins.split "\n" (builtins.readFile ../guest-tree-path));
in
derivation {
  name = "nixos-system-lab-${label}";
  inherit system;
  builder = "/bin/bash";
  args = [ ./builder.sh ];
  PATH = "/usr/bin:/bin";
  # As `builtins.storePath`, which no restricted evaluation may call.
  tree = builtins.appendContext path { ${path}.path = true; };
  init = ./init.sh;
  switch = ./switch-to-configuration.sh;
  inherit label;
}
