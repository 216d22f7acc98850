// Nix where Nix says it best: fragments, functions of nixpkgs, files, and modules that see `config`.
import { defineContainers, file, lib, nix, pkgs } from "nixpawn";

const motd = "Welcome.\nAll of this is ${declared}, nothing is ''typed''.\n";

export default defineContainers({
  app: {
    autoStart: lib.mkDefault(true),
    bindMounts: { "/srv/assets": { hostPath: "/srv/app/assets" } },
    config: [
      file("./modules/app.nix"),
      ({ config, pkgs, lib }) => ({
        environment: {
          etc: {
            "app/banner.txt": { source: file("./banner.txt") },
            "app/host": { text: nix`"I am ${config.networking.hostName}"` },
          },
          systemPackages: [pkgs.curl, nix`pkgs.hello.overrideAttrs (old: { doCheck = false; })`],
        },
        networking: { hostName: lib.mkForce("app-1") },
        users: { motd },
        system: { stateVersion: "26.05" },
      }),
    ],
  },

  shell: {
    // Started by hand, so a switch leaves it alone.
    autoStart: false,
    config: {
      environment: {
        systemPackages: nix`with ${pkgs}; [ ripgrep jq ] ++ lib.optional config.services.openssh.enable sshfs`,
        shellAliases: { ll: "ls -l", greet: 'echo "${USER}: it\'s you"' },
      },
      system: { stateVersion: "26.05" },
    },
  },
});
