// Containers that depend on their name and on each other, as NixOS's submodules with extra arguments.
import { defineContainers, type ContainerArguments, type ContainerOptions } from "nixpawn";

type Names = "cache" | "front" | "back";

/** The last byte of a container's address, from its place in the list. */
const number: Readonly<Record<Names, number>> = { cache: 10, front: 11, back: 12 };

const node = ({ name }: ContainerArguments<Names, Names>): ContainerOptions => ({
  localAddress: `10.77.0.${number[name]}`,
});

export default defineContainers<Names>(
  {
    cache: (given) => ({ ...node(given), config: { services: { memcached: { enable: true } } } }),
    back: (given) => ({
      ...node(given),
      config: {
        environment: {
          variables: { CACHE: `${given.containers.cache.localAddress as string}:11211` },
        },
      },
    }),
    front: (given) => ({
      ...node(given),
      forwardPorts: [{ hostPort: 80 }],
      config: {
        networking: { firewall: { allowedTCPPorts: [80] } },
        services: {
          haproxy: {
            enable: true,
            config: `backend app\n  server back ${given.containers.back.localAddress as string}:8080\n`,
          },
        },
      },
    }),
  },
  {
    defaults: {
      autoStart: true,
      privateNetwork: true,
      hostAddress: "10.77.0.1",
      config: { system: { stateVersion: "26.05" } },
    },
  },
);
