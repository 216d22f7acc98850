// A container on the host's own network, with an SSH server on a port of its own.
import { defineContainers } from "nixpawn";

export default defineContainers({
  foo: {
    autoStart: true,
    config: {
      services: { openssh: { enable: true, ports: [2022] } },
      users: {
        users: {
          root: {
            openssh: {
              authorizedKeys: {
                keys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleKeyOfNobody admin@example.org"],
              },
            },
          },
        },
      },
      system: { stateVersion: "26.05" },
    },
  },
});
