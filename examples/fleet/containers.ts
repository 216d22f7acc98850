// Twenty workers made by a function, each with its own address; defaults hold what they share.
import { defineContainers, type ContainerOptions } from "nixpawn";

const workers = Array.from({ length: 20 }, (_, index) => index + 1);

const worker = (number: number): ContainerOptions => ({
  hostAddress: `10.10.${number}.1`,
  localAddress: `10.10.${number}.2`,
  config: { environment: { variables: { WORKER_NUMBER: String(number) } } },
});

export default defineContainers(
  Object.fromEntries(
    workers.map((number) => [`worker-${String(number).padStart(2, "0")}`, worker(number)]),
  ),
  {
    defaults: (name) => ({
      autoStart: true,
      privateNetwork: true,
      config: {
        networking: { domain: `${name}.fleet.example.org` },
        services: { openssh: { enable: true } },
        system: { stateVersion: "26.05" },
      },
    }),
  },
);
