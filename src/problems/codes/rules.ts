import { code } from "../code.js";

export const NP201 = code("NP201", {
  title: "A network namespace beside another network",
  cause:
    "`networkNamespace` puts the container into a network that exists already, so `privateNetwork`, `interfaces`, `macvlans` and `extraVeths` cannot be used with it. nixpkgs fails on the first two with an evaluation error; with the others the container does not start.",
  cure: "Keep one of them.",
});

export const NP202 = code("NP202", {
  title: "Network option without a private network",
  cause:
    "nixpkgs drops addresses, bridges and forwarded ports silently unless `privateNetwork` is set. A network namespace that exists already is set up where it is made.",
  cure: "Set `privateNetwork: true`, or remove the option. With `networkNamespace`, remove it.",
});

export const NP203 = code("NP203", {
  title: "Option of an extra veth that is never used",
  cause:
    "nixpkgs accepts `forwardPorts` and `localMacAddress` for extra veth pairs and never uses them. The other targets use `localMacAddress`.",
  cure: "Forward ports on the container itself; set the MAC address in the container's own network configuration.",
});

export const NP204 = code("NP204", {
  title: "`restartIfChanged` without `autoStart`",
  cause:
    "nixpkgs starts, restarts or reloads a container at a switch only if it has `autoStart`. Without it a changed container goes on running as it was, whatever `restartIfChanged` says.",
  cure: "Set `autoStart: true`, or remove `restartIfChanged` and restart the container yourself after a switch: `nixpawn restart NAME`.",
});

export const NP205 = code("NP205", {
  title: "Gateway outside of the bridge's network",
  cause:
    "The host's end of a veth pair that joins a bridge has no address of its own. `hostAddress` and `hostAddress6` are the container's gateway there, which it cannot use without an address of its own, and which is often a mistake outside of the network that `localAddress` or `localAddress6` names. An address without a prefix names none: NixOS adds a route to the gateway.",
  cure: "Give the address to the bridge or to a router on it, and the local address the prefix of the network. If the host's end is meant to have an address, remove `hostBridge`.",
});

export const NP207 = code("NP207", {
  title: "Text that does not arrive as it is written",
  cause:
    "nixpkgs writes bind mounts and `extraFlags` into a file that systemd reads (a quote or a backslash breaks it) and a shell splits at blanks; `tmpfs` stands in a shell script, where special characters count; a colon ends a path for systemd-nspawn. The host paths of binds also go into the unit's `RequiresMountsFor=`, where `%` and quotes mean something to systemd. Flags are split at blanks by every target: several words in one are a warning, a word that is neither a flag nor the value of one is an error, as systemd-nspawn would run it in the place of NixOS.",
  cure: 'Use a path without such characters: a symbolic link or another mount on the host can give it one. A colon in a path of a bind is written `"\\\\:"`. Write each word of a flag as an item of its own.',
});

export const NP208 = code("NP208", {
  title: "Bad name for a container",
  cause:
    "The name is used in units, paths, host names and interface names: letters, digits and `-`, not at its ends, 64 characters at most. With `privateNetwork` it has at most 11 characters on Linux 5.8 and older. nixpkgs checks some of this, and only for containers with `config`; the others fail when they are started.",
  cure: "Rename the container.",
});

export const NP209 = code("NP209", {
  title: "No system, or more than one",
  cause: "A container runs exactly one of `config`, `path` and `flake`.",
  cure: "Keep one. For defaults of `config`, remember that they count for every container.",
});

export const NP210 = code("NP210", {
  title: "Taken twice",
  cause:
    "Two containers of the host, or two parts of one, claim the same address, MAC address, port of the host or interface. An interface that is moved into a container is not there for the others, nor for their macvlans. The host's interfaces are named after the containers; systemd before version 247 cuts them at 15 characters, which is a warning. Addresses on different bridges do not meet. Where one of the two containers is under a condition of the host, or neither starts with the host, they may never run at once, and it is a warning; the module of `systemd.containers` refuses it all the same of containers that are both there.",
  cure: "Give each container its own; choose names that differ in their first 12 characters.",
});

export const NP211 = code("NP211", {
  title: "Picked user range with a writable bind mount",
  cause:
    "`privateUsers: \"pick\"` shifts the ids of the container to a range chosen at its first start. With nixpkgs' own containers, files under a bind mount keep the host's ids and belong to nobody inside. The other targets map the owners, but for files in /dev, /proc and /sys, where Linux cannot, and binds that have other options.",
  cure: 'Write `mountPoint: "/place:idmap"`, beside `hostPath`: root inside is then root on the bind (systemd 250 and newer). `:rootidmap` (252) and `:owneridmap` (256) give it to the owner of the folder. Or use a fixed number for `privateUsers` and give the files to ids of that range.',
});

export const NP212 = code("NP212", {
  title: "No system.stateVersion",
  cause:
    "Without `system.stateVersion` NixOS takes its newest defaults for stateful services, so an upgrade may change the format of data under a running service.",
  cure: "Set it to the release the container was made with, and leave it at upgrades.",
});

export const NP213 = code("NP213", {
  title: "Bad name of a network interface",
  cause:
    "Names of network interfaces have at most 15 characters, no blank, slash, colon or percent sign, and are not digits alone. `macvlans` get `mv-` in front; what is too long then is cut, and the configuration in the container does not find the interface.",
  cure: "Use a shorter name; give a macvlan a name inside, `HOST:NAME` (systemd 254 and newer), or its parent interface a shorter one.",
});

export const NP214 = code("NP214", {
  title: "The same address at both ends",
  cause: "The two ends of a veth pair have the same address, so nothing can pass.",
  cure: "Give each end its own address.",
});

export const NP215 = code("NP215", {
  title: "Bind mount at a relative path",
  cause: "The name of a bind mount is its place in the container and must start with a slash.",
  cure: "Write an absolute path.",
});

export const NP216 = code("NP216", {
  title: "Names that differ only in case",
  cause:
    "Host names know no upper and lower case, and neither do some file systems on which the repository may be checked out.",
  cure: "Rename one of the containers.",
});

export const NP217 = code("NP217", {
  title: "Two bind mounts at one place",
  cause:
    "Two entries of `bindMounts` lead to the same place in the container, for example `/srv` and `/srv/`, so only one of them can be seen.",
  cure: "Keep one, or give the other another place.",
});

export const NP218 = code("NP218", {
  title: "Prefix without a bridge",
  cause:
    "Without `hostBridge`, nixpkgs gives the host a route to `localAddress` as it is written. Linux refuses an IPv4 route such as 10.0.0.2/24, whose address is inside of its prefix, and the container does not start.",
  cure: "Leave the prefix out, or put the container on a bridge.",
});

export const NP219 = code("NP219", {
  title: "Option of another target",
  cause:
    "`hostInterface` names the host's end of the veth pair, `resourceControl` limits the container's use of the host. nixpkgs has no such options: the end is `ve-<name>`, or `vb-<name>` on a bridge, and limits are said to the unit.",
  cure: 'Set `target: "systemd.containers"` (or "units"), or leave the option out.',
});

export const NP220 = code("NP220", {
  title: "Ports forwarded to nowhere",
  cause:
    "With `privateNetwork` alone the container has no interface but its loopback: there is a veth pair only with an address or a bridge. systemd-nspawn takes the forwarded ports all the same, and nothing ever arrives.",
  cure: "Set `hostAddress` and `localAddress`, or `hostBridge`.",
});

export const NP221 = code("NP221", {
  title: "Option of a bind mount",
  cause:
    "What follows the place of a bind after a colon are options of systemd-nspawn: `rbind`, `norbind`, `idmap`, `noidmap`, `rootidmap`, `owneridmap`. It does not start with another word there, nor with options where `hostPath` is left out. It maps owners only for a container with users of its own.",
  cure: 'Write `{ "/place": { hostPath: "/source", isReadOnly: false } }` for what docker writes `/source:/place:rw`. A colon that belongs to a path is written `"\\\\:"`.',
});

export const NP222 = code("NP222", {
  title: "Device written as for docker",
  cause:
    "`node` is the path of one device node, and `modifier` says what is allowed. systemd finds no device called `/dev/a:/dev/a`, and the container starts without it.",
  cure: 'Write `{ node: "/dev/a", modifier: "rw" }`, and bind the node: `bindMounts: { "/dev/a": { hostPath: "/dev/a", isReadOnly: false } }`.',
});

export const NP223 = code("NP223", {
  title: "Forwarded port that the container's firewall closes",
  cause:
    "NixOS's firewall is on in containers, too, and lets nothing in that is not said. `forwardPorts` leads a port of the host to the container, where it is filtered. Told only where the whole `config` is known, and nothing in it opens the port.",
  cure: "Open the port in `config`: `networking: { firewall: { allowedTCPPorts: [80] } }`, or set the service's `openFirewall`.",
});

export const NP224 = code("NP224", {
  title: "Flake with an attribute",
  cause:
    "nixpkgs builds `nixosConfigurations.container` of a container's flake, and adds that to the text as it is written: what has a `#` already cannot be built. The other targets take the name after it.",
  cure: "Leave the attribute out and call the system `container` in the flake; or use another target; or set the profile yourself with `nixos-container update NAME --flake REF#ATTR`.",
});

export const NP225 = code("NP225", {
  title: "Empty flag",
  cause:
    "Flags are one line of the conf file, split at blanks: an empty one is not there when systemd-nspawn starts, and what follows it moves up.",
  cure: "Leave it out, or write an empty value after an equals sign: `--option=`.",
});

export const NP226 = code("NP226", {
  title: "Two interfaces of one name in a container",
  cause:
    "The container's first pair is `eth0` inside, a further one has its own name, a moved interface keeps its name, and a macvlan is `mv-NAME`. Linux refuses the second of one name, and the container does not start.",
  cure: "Give a moved interface or a macvlan another name inside: `HOST:NAME` (systemd 254 and newer).",
});

export const NP227 = code("NP227", {
  title: "Renamed interface at the host's start",
  cause:
    "NixOS's own unit waits for the devices of `interfaces` before it starts a container with the host, and takes `HOST:NAME` for a device's name. systemd gives that up after a minute and a half, and starts the container then.",
  cure: "Rename the interface on the host, leave `autoStart` out, or use another target.",
});
