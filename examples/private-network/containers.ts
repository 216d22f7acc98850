// A container with a network of its own: eth0 inside has 10.231.136.2, the host's end 10.231.136.1.
import { defineContainers } from "nixpawn";

export default defineContainers({
  foo: {
    autoStart: true,
    privateNetwork: true,
    hostAddress: "10.231.136.1",
    localAddress: "10.231.136.2",
    forwardPorts: [{ hostPort: 2222, containerPort: 22 }],
    config: {
      services: { openssh: { enable: true } },
      networking: { firewall: { allowedTCPPorts: [22] } },
      system: { stateVersion: "26.05" },
    },
  },
});
