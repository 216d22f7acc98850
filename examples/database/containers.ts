// A database whose state the host keeps in /var/lib/nixos-containers/database.
import { defineContainers, pkgs } from "nixpawn";

export default defineContainers({
  database: {
    autoStart: true,
    config: {
      services: {
        postgresql: {
          enable: true,
          package: pkgs.postgresql,
          settings: { max_connections: 200, shared_buffers: "1GB" },
        },
      },
      system: { stateVersion: "26.05" },
    },
  },
});
