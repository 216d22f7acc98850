import { optionsOfKey, type ConfKey } from "../conf/keys.js";
import { readConfWords } from "../conf/words.js";
import { confFacts } from "./facts.js";

/** What the unit has nothing to do with: its system is built, and it is started with the host, by nixpawn. */
const notOfUnit = new Set(["AUTO_START", "FLAKE"]);

/**
 * The keys of a conf file that ask something of the unit which starts the container; what is so
 * anyway, as `PRIVATE_USERS=no`, asks nothing.
 */
export function asked(conf: ReadonlyMap<string, string>): string[] {
  return [...conf].flatMap(([key, value]) => {
    const isUsual = value === "" || value === confFacts[key]?.default;
    return isUsual || notOfUnit.has(key) ? [] : [key];
  });
}

/** The container's option that a key is known by. */
export function optionOf(key: string): string {
  return optionsOfKey(key)[0] ?? key;
}

/** The option of `nixpawn create` that a key is known by. */
export function createOptionOf(key: string): string {
  const option = Object.hasOwn(createOptions, key) ? createOptions[key] : undefined;
  return `--${option ?? key.toLowerCase().replaceAll("_", "-")}`;
}

/** Where it is not the key itself. */
const createOptions: Readonly<Partial<Record<string, string>>> = {
  COPY_RESOLV_CONF: "no-resolv-conf",
  HOST_BRIDGE: "bridge",
  HOST_PORT: "port",
  EXTRA_VETHS: "extra-veth",
  NETWORK_NAMESPACE_PATH: "network-namespace",
  INTERFACES: "interface",
  MACVLANS: "macvlan",
  CAPABILITIES: "capability",
  EXTRA_NSPAWN_FLAGS: "nspawn-flag",
};

const withoutIt = "it would run without that";
const hostNetwork = "it would run in the network of the host";

/** What a container is like whose unit does not know a key. */
const consequences: Readonly<Record<ConfKey, string>> = {
  SYSTEM_PATH: "it would run another system",
  FLAKE: "no system would be built from it",
  COPY_RESOLV_CONF: "it would get the resolv.conf of the host",
  PRIVATE_NETWORK: hostNetwork,
  HOST_BRIDGE: "it would be on no bridge",
  HOST_PORT: "no port would be forwarded",
  HOST_ADDRESS: "the host would not have that address",
  HOST_ADDRESS6: "the host would not have that address",
  LOCAL_ADDRESS: "it would not have that address",
  LOCAL_ADDRESS6: "it would not have that address",
  LOCAL_MAC_ADDRESS: "it would have another MAC address",
  HOST_INTERFACE: "the host's end would have another name",
  EXTRA_VETHS: "it would run without them",
  NETWORK_NAMESPACE_PATH: hostNetwork,
  PRIVATE_USERS: "root inside would be root outside",
  INTERFACES: "the host would keep them",
  MACVLANS: "it would run without them",
  AUTO_START: "it would not be started",
  EPHEMERAL: "its root would be kept",
  TMPFS: withoutIt,
  BIND: withoutIt,
  BIND_RO: withoutIt,
  CAPABILITIES: withoutIt,
  EXTRA_NSPAWN_FLAGS: "it would run without them",
};

export function consequenceOf(key: string): string {
  return Object.hasOwn(consequences, key) ? consequences[key as ConfKey] : withoutIt;
}

/** The same of a container that runs. */
export function consequenceNow(key: string): string {
  const text = consequenceOf(key);
  const now = [
    [/\bwould be\b/, "is"],
    [/\bwould have\b/, "has"],
    [/\bwould get\b/, "has"],
    [/\bwould run\b/, "runs"],
    [/\bwould keep\b/, "keeps"],
    [/\bwould not have\b/, "does not have"],
    [/\bwould not be\b/, "is not"],
  ] as const;
  return now.reduce((words, [pattern, verb]) => words.replace(pattern, verb), text);
}

/** Keys that come to nothing but flags of systemd-nspawn, and these. */
const flags: Readonly<Partial<Record<string, string>>> = {
  BIND: "--bind",
  BIND_RO: "--bind-ro",
  TMPFS: "--tmpfs",
  CAPABILITIES: "--capability",
  NETWORK_NAMESPACE_PATH: "--network-namespace-path",
  INTERFACES: "--network-interface",
  MACVLANS: "--network-macvlan",
};

/** The flags that say the same; undefined where none do, or a word has what no conf file escapes. */
export function flagFor(key: string, value: string): string | undefined {
  const flag = flags[key];
  if (flag === undefined) return undefined;
  const words = readConfWords(value).map((word) => `${flag}=${word}`);
  return words.some((word) => /[\s"'\\$`*?[\]]/.test(word)) ? undefined : words.join(" ");
}
