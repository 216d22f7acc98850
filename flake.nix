{
  description = "NixOS containers written as typed TypeScript, and a module that runs them";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs =
    { self, nixpkgs }:
    let
      inherit (nixpkgs) lib;
      eachSystem = lib.genAttrs [
        "x86_64-linux"
        "aarch64-linux"
      ];
      inherit (lib.importJSON ./package.json) version;
    in
    {
      nixosModules = {
        default = self.nixosModules.systemd-containers;
        # systemd.containers.<name>
        systemd-containers = ./nixos-modules/systemd-containers;
        # For a container's system that is built apart, and named by `path` or `flake`.
        guest = ./nixos-modules/systemd-containers/guest.nix;
      };

      packages = eachSystem (
        system:
        let
          pkgs = nixpkgs.legacyPackages.${system};
        in
        {
          # The lock file has the hashes of all dependencies: there is none to be kept here.
          default = pkgs.buildNpmPackage {
            pname = "nixpawn";
            inherit version;
            src = self;
            npmDeps = pkgs.importNpmLock { npmRoot = ./.; };
            inherit (pkgs.importNpmLock) npmConfigHook;
            meta = {
              description = "NixOS containers written as typed TypeScript, compiled to plain NixOS modules";
              license = lib.licenses.mit;
              mainProgram = "nixpawn";
              platforms = lib.platforms.linux;
            };
          };
        }
      );

      # What contributing needs (CONTRIBUTING.md): `nix develop`, then `npm ci`.
      devShells = eachSystem (
        system:
        let
          pkgs = nixpkgs.legacyPackages.${system};
        in
        {
          default = pkgs.mkShellNoCC {
            packages = [
              pkgs.nodejs
              pkgs.git
              # Tests hold generated files and scripts against these.
              pkgs.nixfmt
              pkgs.shellcheck
              pkgs.zsh
              pkgs.fish
              # Lab hosts.
              pkgs.iproute2
              pkgs.mmdebstrap
            ];
          };
        }
      );

      checks = eachSystem (system: {
        package = self.packages.${system}.default;
        # A host with two containers, one with a system of its own.
        host =
          (lib.nixosSystem {
            modules = [
              self.nixosModules.default
              {
                boot.loader.grub.device = "nodev";
                fileSystems."/".device = "/dev/sda1";
                nixpkgs.hostPlatform = system;
                system.stateVersion = "26.05";
                systemd.containers = {
                  foo = {
                    autoStart = true;
                    privateNetwork = true;
                    hostAddress = "10.231.136.1";
                    localAddress = "10.231.136.2";
                    config = {
                      services.openssh.enable = true;
                      system.stateVersion = "26.05";
                    };
                  };
                  bar.path = "/nix/var/nix/profiles/containers/bar";
                };
              }
            ];
          }).config.system.build.toplevel;
      });
    };
}
