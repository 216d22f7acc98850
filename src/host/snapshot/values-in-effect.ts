import { readConfWords } from "../../conf/words.js";
import { confTraits } from "./effects.js";
import type { RunningProcess } from "./running-process.js";

type Values = ReadonlyMap<string, string>;

/**
 * What is in effect of the values that a container was started with: its unit may have known but some
 * of them, and something else may have said otherwise. What cannot be seen is believed.
 * @param started the values of its conf file at its start
 */
export function valuesOfProcess(started: Values, seen: RunningProcess): Values {
  const values = new Map(started);
  for (const [key, value] of started) {
    if (value === "" || value === confTraits[key]?.default) continue;
    const found = Object.hasOwn(checks, key) ? checks[key]?.(value, seen) : undefined;
    if (found === false) values.delete(key);
    else if (typeof found === "string") values.set(key, found);
  }
  const flags = started.get("EXTRA_NSPAWN_FLAGS") ?? "";
  const users = started.get("PRIVATE_USERS") ?? "no";
  const { firstUser, hasNetwork } = seen;
  // A drop-in or a .nspawn file (systemd.nspawn(5)) may give it what its conf file does not.
  if (
    users === "no" &&
    typeof firstUser === "number" &&
    !/(^|\s)(-U|--private-users)/.test(flags)
  ) {
    values.set("PRIVATE_USERS", userText(firstUser));
  }
  const isAsked = networkKeys.some((key) => (started.get(key) ?? "") !== "");
  if (hasNetwork === true && !isAsked && !/(^|\s)(-n|--private-network|--network-)/.test(flags)) {
    values.set("PRIVATE_NETWORK", "1");
  }
  return values;
}

/** The keys that a container was started with, and that are not in effect. */
export function notCarriedOut(started: Values, inEffect: Values): string[] {
  const keys = new Set([...started.keys(), ...inEffect.keys()]);
  const text = (values: Values, key: string) => values.get(key) ?? confTraits[key]?.default ?? "";
  return [...keys].filter((key) => text(started, key) !== text(inEffect, key));
}

const networkKeys = [
  "PRIVATE_NETWORK",
  "NETWORK_NAMESPACE_PATH",
  "INTERFACES",
  "MACVLANS",
  "EXTRA_VETHS",
  "HOST_BRIDGE",
  "HOST_ADDRESS",
  "HOST_ADDRESS6",
  "LOCAL_ADDRESS",
  "LOCAL_ADDRESS6",
  "LOCAL_MAC_ADDRESS",
];

/** @returns what is in effect instead; false for nothing, true for the value, undefined if not known */
type Check = (value: string, seen: RunningProcess) => boolean | string | undefined;

/** Whether a word stands in some argument: each unit has its own way to give it to systemd-nspawn. */
function saysAll(words: readonly string[], { flags }: RunningProcess): boolean | undefined {
  // What a shell may have put something else for.
  const plain = words.filter((word) => word !== "" && !/[*?[\]{}~"'\\$]/.test(word));
  return flags && plain.every((word) => flags.some((flag) => flag.includes(word)));
}

const inFlags: Check = (value, seen) => saysAll(readConfWords(value), seen);

const hasPair: Check = (_value, { flags, hasNetwork }) =>
  hasNetwork === false
    ? false
    : flags?.some((flag) => /^(?:-n$|--network-(?!namespace))/.test(flag));

const checks: Readonly<Partial<Record<string, Check>>> = {
  PRIVATE_USERS: users,
  PRIVATE_NETWORK: (_value, { hasNetwork }) => hasNetwork,
  NETWORK_NAMESPACE_PATH: (path, { isInNetwork, hasNetwork }) => isInNetwork(path) ?? hasNetwork,
  LOCAL_MAC_ADDRESS: (mac, { macAddresses }) => macAddresses?.includes(mac.toLowerCase()),
  COPY_RESOLV_CONF: resolvConf,
  HOST_ADDRESS: hasPair,
  HOST_ADDRESS6: hasPair,
  LOCAL_ADDRESS: hasPair,
  LOCAL_ADDRESS6: hasPair,
  HOST_BRIDGE: hasPair,
  HOST_PORT: (value, seen) => saysAll(value.split(","), seen),
  HOST_INTERFACE: inFlags,
  INTERFACES: inFlags,
  MACVLANS: inFlags,
  EXTRA_VETHS: (value, seen) => {
    const names = value.split(/[ \t]+/).map((word) => word.split(",")[0] ?? "");
    return saysAll(names.flatMap(readConfWords), seen);
  },
  TMPFS: inFlags,
  BIND: inFlags,
  BIND_RO: inFlags,
  CAPABILITIES: (value, seen) => {
    const flags = seen.flags?.map((flag) => flag.toUpperCase());
    return saysAll(readConfWords(value.toUpperCase()), { ...seen, flags });
  },
  EPHEMERAL: (_value, { flags }) =>
    flags?.some((flag) =>
      /^(?:--ephemeral|-x|--volatile.*|(?:--directory=)?\/run\/.*)$/.test(flag),
    ),
  EXTRA_NSPAWN_FLAGS: (value, seen) => saysAll(value.split(/[ \t]+/), seen),
};

/** Of systemd-nspawn(1), --private-users=. */
function users(value: string, { firstUser }: RunningProcess): boolean | string | undefined {
  if (firstUser === undefined) return undefined;
  if (firstUser === "no") return "no";
  const [, first] = /^(\d+)(?::\d+)?$/.exec(value) ?? [];
  const isSo =
    first !== undefined
      ? Number(first) === firstUser
      : value === "identity"
        ? firstUser === 0
        : firstUser !== 0;
  return isSo || userText(firstUser);
}

function userText(first: number): string {
  return first === 0 ? "identity" : String(first);
}

function resolvConf(value: string, { flags, hasHostResolvConf }: RunningProcess) {
  if (value !== "0") return undefined;
  const flag = flags?.findLast((one) => one.startsWith("--resolv-conf="));
  if (flag !== undefined) return flag === "--resolv-conf=off" || "1";
  return hasHostResolvConf === true ? "1" : undefined;
}
