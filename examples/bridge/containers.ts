// A web server and its database on the host's bridge br0; the web server is told the database's address.
import { addressOf, defineContainers, file } from "nixpawn";

/** What every container on the bridge has in common. */
const onBridge = (address: string) => ({
  autoStart: true,
  privateNetwork: true,
  hostBridge: "br0",
  localAddress: `${address}/24`,
});

export default defineContainers({
  db: {
    ...onBridge("192.168.100.10"),
    bindMounts: { "/var/lib/postgresql": { hostPath: "/srv/postgresql", isReadOnly: false } },
    config: {
      services: { postgresql: { enable: true, enableTCPIP: true } },
      networking: { firewall: { allowedTCPPorts: [5432] } },
      system: { stateVersion: "26.05" },
    },
  },

  web: ({ containers }) => ({
    ...onBridge("192.168.100.11"),
    config: {
      imports: [file("./web.nix")],
      networking: {
        firewall: { allowedTCPPorts: [80] },
        hosts: { [addressOf(containers.db)]: ["db"] },
      },
      system: { stateVersion: "26.05" },
    },
  }),
});
