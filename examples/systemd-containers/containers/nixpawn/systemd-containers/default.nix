# systemd.containers: NixOS containers as instances of one template unit, container@.service.
{
  imports = [
    ./options.nix
    ./assertions.nix
    ./units.nix
    ./conf-files.nix
    ./host.nix
  ];
}
