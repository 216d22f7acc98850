// For the container system that comes with nixpawn: containers/ has a copy of its module, so that the
// tree is all that a NixOS configuration imports.
import { defineContainers, pkgs } from "nixpawn";

export default defineContainers(
  {
    cache: {
      autoStart: true,
      privateNetwork: true,
      privateUsers: "pick",
      hostInterface: "c-cache",
      hostAddress: "10.231.140.1",
      localAddress: "10.231.140.2",
      resourceControl: { MemoryMax: "512M", CPUQuota: "50%", TasksMax: 200 },
      bindMounts: { "/srv/cached files": { hostPath: "/data/cached files", isReadOnly: false } },
      config: {
        services: { memcached: { enable: true, listen: "0.0.0.0" } },
        system: { stateVersion: "26.05" },
      },
    },

    // A second pair joins it to the cache's clients; its root file system is forgotten at each stop.
    builder: {
      ephemeral: true,
      privateNetwork: true,
      extraVeths: { build0: { hostBridge: "br-build", localAddress: "10.231.141.2/24" } },
      timeoutStartSec: "5min",
      config: {
        environment: { systemPackages: [pkgs.git, pkgs.gnumake] },
        system: { stateVersion: "26.05" },
      },
    },
  },
  { target: "systemd.containers" },
);
