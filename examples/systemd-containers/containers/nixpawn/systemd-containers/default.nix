# systemd.containers: NixOS containers as instances of one template unit, container@.service.
{
  # One for every copy, in trees and in flakes: imported twice, the module is there once. The files
  # below count by their paths, and are reached from here only.
  key = "nixpawn/systemd-containers";

  imports = [
    ./options.nix
    ./assertions.nix
    ./units.nix
    ./conf-files.nix
    ./host.nix
  ];
}
