// A container with a MAC address of its own on the physical network: mv-eno1 inside, by DHCP.
import { defineContainers } from "nixpawn";

export default defineContainers({
  printer: {
    autoStart: true,
    privateNetwork: true,
    macvlans: ["eno1"],
    config: {
      networking: { interfaces: { "mv-eno1": { useDHCP: true } } },
      services: { printing: { enable: true, listenAddresses: ["*:631"] } },
      system: { stateVersion: "26.05" },
    },
  },
});
