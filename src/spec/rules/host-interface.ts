import { isSet, type ContainerRule } from "./rule.js";

/** nixpkgs leaves the name of the host's end to systemd-nspawn. */
export const noHostInterface: ContainerRule = (name, { hostInterface }) =>
  isSet(hostInterface)
    ? [
        {
          code: "NP219",
          severity: "error",
          message: "nixpkgs has no option `hostInterface`",
          hint: 'the targets "systemd.containers" and "units" have',
          path: [name, "hostInterface"],
          atKey: true,
        },
      ]
    : [];
