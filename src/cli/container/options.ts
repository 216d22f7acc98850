import type { Options } from "yargs";

type Table = Readonly<Record<string, Options>>;

const text = (describe: string): { type: "string"; requiresArg: true; describe: string } => ({
  type: "string",
  requiresArg: true,
  describe,
});

const texts = (
  describe: string,
): { type: "string"; array: true; nargs: 1; requiresArg: true; describe: string } => ({
  type: "string",
  array: true,
  nargs: 1,
  requiresArg: true,
  describe,
});

const flag = (describe: string): { type: "boolean"; describe: string } => ({
  type: "boolean",
  describe,
});

const root = text("Another folder in place of /");
const yes = flag("Do not ask");
const json = flag("As --format json");

/** Where the system of a container comes from. */
const sourceOptions = {
  "config-file": text("Its NixOS configuration, a file"),
  "config-expr": text("Its NixOS configuration, as Nix: 'services.openssh.enable = true;'"),
  flake: text("Its flake, with the configuration's name: REF#NAME"),
  "system-path": text("A system that is built already"),
  nixpkgs: text("A nixpkgs: a path, or <name>"),
} as const satisfies Table;

export const createOptions = {
  ...sourceOptions,
  from: text("Take it from a containers.ts, as `apply` does"),
  "ensure-unique-name": flag("Append a number where the name is taken"),
  "auto-start": flag("Start it with the host"),
  "host-network": flag("The network of the host, no private one"),
  "private-network": flag("A network of its own; that is the default"),
  "host-address": text("IPv4 address of the host's end"),
  "host-address6": text("IPv6 address of the host's end"),
  "local-address": text("IPv4 address of the container"),
  "local-address6": text("IPv6 address of the container"),
  "local-mac-address": text("MAC address of the container"),
  bridge: text("The bridge that it is attached to"),
  "host-interface": text("Name of the host's end of its network"),
  "extra-veth": texts("Another pair of interfaces: NAME,local-address=10.0.1.2,bridge=br1"),
  port: texts("Forward a port: PROTOCOL:HOST:CONTAINER, or HOST:CONTAINER"),
  interface: texts("Move an interface of the host into it"),
  macvlan: texts("A MAC address of its own on an interface of the host"),
  "network-namespace": text("An existing network namespace"),
  bind: texts("Mount SOURCE[:PATH[:OPTIONS]] of the host, writable"),
  "bind-ro": texts("Mount SOURCE[:PATH[:OPTIONS]] of the host, read-only"),
  tmpfs: texts("A tmpfs, PATH[:OPTIONS]"),
  "private-users": text("no, identity, pick, or the first user id"),
  capability: texts("A capability more, such as CAP_NET_ADMIN"),
  device: texts("Allow a device: NODE:MODIFIER, such as /dev/fuse:rw"),
  "enable-tun": flag("Allow /dev/net/tun"),
  ephemeral: flag("Forget the root when it stops"),
  "no-resolv-conf": flag("Do not copy /etc/resolv.conf"),
  limit: texts("A setting of systemd.resource-control(5): MemoryMax=2G"),
  "timeout-start": text("How long a start may take: 2min"),
  "nspawn-flag": texts("Another argument for systemd-nspawn"),
  start: flag("Start it when it is made"),
  root,
} as const satisfies Table;

export const updateOptions = {
  ...sourceOptions,
  all: flag("All that have something to be updated from"),
  "dry-run": flag("Build it, and show what would change"),
  root,
} as const satisfies Table;

export const destroyOptions = { yes, root } as const satisfies Table;

export const startOptions = {
  all: flag("All containers of this host"),
} as const satisfies Table;

/** Of what is done to containers that run. */
export const jobOptions = {
  all: flag("All containers that run"),
} as const satisfies Table;

/** Of commands that show one thing of a container that runs, or is on this host. */
export const showOptions = { json } as const satisfies Table;

export const listOptions = { json, root } as const satisfies Table;

export const logsOptions = {
  follow: { type: "boolean", alias: "f", describe: "Go on with what comes" },
  lines: { type: "number", alias: "n", requiresArg: true, describe: "The last lines" },
  unit: text("Only of this unit in the container"),
} as const satisfies Table;

export const rollbackOptions = {
  all: flag("All that have an older generation"),
  root,
} as const satisfies Table;

export const generationsOptions = { json, root } as const satisfies Table;
