// For any host with systemd and Nix: host/ has what belongs below its root. Nothing is evaluated, so the
// systems are named: profiles, store paths, or flakes that are built at the first start.
import { defineContainers } from "nixpawn";

export default defineContainers(
  {
    web: {
      autoStart: true,
      path: "/nix/var/nix/profiles/per-container/web/system",
      privateNetwork: true,
      hostAddress: "10.231.142.1",
      localAddress: "10.231.142.2",
      forwardPorts: [{ hostPort: 8080, containerPort: 80 }],
      bindMounts: { "/srv/www": { hostPath: "/data/50% of it" } },
      resourceControl: { MemoryMax: "1G" },
    },

    metrics: {
      flake: "github:example/metrics#metrics",
      macvlans: ["eno1"],
      allowedDevices: [{ node: "/dev/fuse", modifier: "rw" }],
      tmpfs: ["/var/cache:size=1G"],
    },
  },
  { target: "units", outDir: "./host" },
);
