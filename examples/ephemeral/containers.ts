// A build machine that forgets everything at each stop, with a large /tmp in memory and a few devices.
import { defineContainers, pkgs } from "nixpawn";

export default defineContainers({
  builder: {
    ephemeral: true,
    autoStart: true,
    privateUsers: "no",
    tmpfs: ["/tmp:size=4G,mode=1777", "/var/cache"],
    enableTun: true,
    allowedDevices: [
      { node: "/dev/fuse", modifier: "rwm" },
      { node: "/dev/kvm", modifier: "rw" },
    ],
    additionalCapabilities: ["CAP_SYS_ADMIN"],
    bindMounts: { "/src": { hostPath: "/srv/sources" } },
    timeoutStartSec: "2min 30s",
    config: {
      environment: { systemPackages: [pkgs.git, pkgs.gnumake, pkgs.gcc] },
      system: { stateVersion: "26.05" },
    },
  },
});
