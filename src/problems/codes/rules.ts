import type { CodeEntry } from "../code-entry.js";

export const rulesCodes = {
  NP201: {
    title: "A network namespace beside another network",
    cause:
      "`networkNamespace` puts the container into a network that exists already, so `privateNetwork`, `interfaces`, `macvlans` and `extraVeths` cannot be used with it. nixpkgs fails on the first two with an evaluation error; with the others the container does not start.",
    cure: "Keep one of them.",
  },
  NP202: {
    title: "Network option without a private network",
    cause:
      "nixpkgs drops addresses, bridges and forwarded ports silently unless `privateNetwork` is set.",
    cure: "Set `privateNetwork: true`, or remove the option.",
  },
  NP203: {
    title: "Option of an extra veth that is never used",
    cause:
      "nixpkgs accepts `forwardPorts` and `localMacAddress` for extra veth pairs and never uses them. The other targets use `localMacAddress`.",
    cure: "Forward ports on the container itself; set the MAC address in the container's own network configuration.",
  },
  NP204: {
    title: "`restartIfChanged` without `autoStart`",
    cause:
      "nixpkgs starts, restarts or reloads a container at a switch only if it has `autoStart`. Without it a changed container goes on running as it was, whatever `restartIfChanged` says.",
    cure: "Set `autoStart: true`, or remove `restartIfChanged` and restart the container yourself after a switch: `nixpawn restart NAME`.",
  },
  NP205: {
    title: "Bridge and host address",
    cause:
      "The host's end of a veth pair is either part of a bridge or has an address of its own. nixpkgs documents this and does not check it.",
    cure: "Remove `hostAddress` and `hostAddress6` and give the bridge an address, or remove `hostBridge`.",
  },
  NP207: {
    title: "Text that does not arrive as it is written",
    cause:
      "nixpkgs writes bind mounts and `extraFlags` into a file that systemd reads (a quote or a backslash breaks it) and a shell splits at blanks; `tmpfs` stands in a shell script, where every special character counts; a colon ends a path for systemd-nspawn. The host paths of binds also go into the unit's `RequiresMountsFor=`, where `%` and quotes mean something to systemd.",
    cure: "Use a path without such characters: a symbolic link or another mount on the host can give it one. Write each word of a flag as an item of its own.",
  },
  NP208: {
    title: "Bad name for a container",
    cause:
      "The name is used in units, paths, host names and interface names: letters, digits and `-`, not at its ends, 64 characters at most. With `privateNetwork` it has at most 11 characters on Linux 5.8 and older. nixpkgs checks some of this, and only for containers with `config`; the others fail when they are started.",
    cure: "Rename the container.",
  },
  NP209: {
    title: "No system, or more than one",
    cause: "A container runs exactly one of `config`, `path` and `flake`.",
    cure: "Keep one. For defaults of `config`, remember that they count for every container.",
  },
  NP210: {
    title: "Taken twice",
    cause:
      "Two containers of the host claim the same address, MAC address, port of the host or interface. The host's interfaces are named after the containers; systemd before version 247 cuts them at 15 characters, which is a warning.",
    cure: "Give each container its own; choose names that differ in their first 12 characters.",
  },
  NP211: {
    title: "Picked user range with a writable bind mount",
    cause:
      "`privateUsers: \"pick\"` shifts the ids of the container to a range chosen at its first start. With nixpkgs' own containers, files under a bind mount keep the host's ids and belong to nobody inside. The other targets map the owners, but for files in /dev, /proc and /sys, where Linux cannot.",
    cure: "Use a fixed number for `privateUsers` and give the files to ids of that range; or use another target.",
  },
  NP212: {
    title: "No system.stateVersion",
    cause:
      "Without `system.stateVersion` NixOS takes its newest defaults for stateful services, so an upgrade may change the format of data under a running service.",
    cure: "Set it to the release the container was made with, and leave it at upgrades.",
  },
  NP213: {
    title: "Bad name of a network interface",
    cause:
      "Names of network interfaces have at most 15 characters, no blank, slash, colon or percent sign, and are not digits alone. `macvlans` get `mv-` in front; what is too long then is cut, and the configuration in the container does not find the interface.",
    cure: "Use a shorter name; for a macvlan, give the parent interface a shorter one.",
  },
  NP214: {
    title: "The same address at both ends",
    cause: "The two ends of a veth pair have the same address, so nothing can pass.",
    cure: "Give each end its own address.",
  },
  NP215: {
    title: "Bind mount at a relative path",
    cause: "The name of a bind mount is its place in the container and must start with a slash.",
    cure: "Write an absolute path.",
  },
  NP216: {
    title: "Names that differ only in case",
    cause:
      "Host names know no upper and lower case, and neither do some file systems on which the repository may be checked out.",
    cure: "Rename one of the containers.",
  },
  NP217: {
    title: "Two bind mounts at one place",
    cause:
      "Two entries of `bindMounts` lead to the same place in the container, for example `/srv` and `/srv/`, so only one of them can be seen.",
    cure: "Keep one, or give the other another place.",
  },
  NP218: {
    title: "Prefix without a bridge",
    cause:
      "Without `hostBridge`, nixpkgs gives the host a route to `localAddress` as it is written. Linux refuses an IPv4 route such as 10.0.0.2/24, whose address is inside of its prefix, and the container does not start.",
    cure: "Leave the prefix out, or put the container on a bridge.",
  },
  NP219: {
    title: "Option of another target",
    cause:
      "`hostInterface` names the host's end of the veth pair, `resourceControl` limits the container's use of the host. nixpkgs has no such options: the end is `ve-<name>`, or `vb-<name>` on a bridge, and limits are said to the unit.",
    cure: 'Set `target: "systemd.containers"` (or "units"), or leave the option out.',
  },
  NP220: {
    title: "Ports forwarded to nowhere",
    cause:
      "With `privateNetwork` alone the container has no interface but its loopback: there is a veth pair only with an address or a bridge. systemd-nspawn takes the forwarded ports all the same, and nothing ever arrives.",
    cure: "Set `hostAddress` and `localAddress`, or `hostBridge`.",
  },
} as const satisfies Record<string, CodeEntry>;
