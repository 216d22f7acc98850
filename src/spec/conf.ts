import type { BindMount } from "../authoring/container-options.generated.js";
import { isNixExpression } from "../nix/value.js";
import { byCodeUnit } from "./modules.js";
import type { ResolvedOptions } from "./options.js";

/** One line of a container's conf file, /etc/nixos-containers/<name>.conf. */
export interface ConfEntry {
  readonly key: string;
  /** Undefined where only the evaluation knows it, and whether the line is there at all. */
  readonly value: string | undefined;
}

/** Options that go into the conf file only with `privateNetwork`, after HOST_BRIDGE and HOST_PORT. */
const addressKeys = [
  ["HOST_ADDRESS", "hostAddress"],
  ["HOST_ADDRESS6", "hostAddress6"],
  ["LOCAL_ADDRESS", "localAddress"],
  ["LOCAL_ADDRESS6", "localAddress6"],
  ["LOCAL_MAC_ADDRESS", "localMacAddress"],
] as const;

/** The lines of the conf file that nixpkgs writes for a container, in its order. */
export function confEntries(options: ResolvedOptions): ConfEntry[] {
  return [
    ...systemEntry(options),
    { key: "COPY_RESOLV_CONF", value: readable(options.copyResolvConf, (on) => (on ? "1" : "0")) },
    ...networkEntries(options),
    ...optional("NETWORK_NAMESPACE_PATH", options.networkNamespace),
    { key: "PRIVATE_USERS", value: readable(options.privateUsers, String) },
    ...wordsEntry("INTERFACES", options.interfaces),
    ...wordsEntry("MACVLANS", options.macvlans),
    ...flagEntry("AUTO_START", options.autoStart),
    { key: "EXTRA_NSPAWN_FLAGS", value: nspawnFlags(options) },
  ];
}

/**
 * The conf file's text.
 * @param systemPath the store path of the container's system, for SYSTEM_PATH
 * @returns undefined when an entry depends on a Nix expression
 */
export function confText(
  entries: readonly ConfEntry[],
  { systemPath }: { readonly systemPath: string },
): string | undefined {
  const lines = entries.map(({ key, value }) => {
    const known = value ?? (key === "SYSTEM_PATH" ? systemPath : undefined);
    if (known === undefined) return undefined;
    return `${key}=${quoted.has(key) ? `"${known}"` : known}\n`;
  });
  return lines.includes(undefined) ? undefined : lines.join("");
}

/** Lists of words, which the reading shell takes as one value. */
const quoted = new Set(["INTERFACES", "MACVLANS", "EXTRA_NSPAWN_FLAGS"]);

function systemEntry({ flake, path }: ResolvedOptions): ConfEntry[] {
  if (flake !== null) return [{ key: "FLAKE", value: readable(flake, String) }];
  return [{ key: "SYSTEM_PATH", value: typeof path === "string" ? path : undefined }];
}

function networkEntries(options: ResolvedOptions): ConfEntry[] {
  const { privateNetwork } = options;
  if (privateNetwork === false) return [];
  const entries = [
    ...flagEntry("PRIVATE_NETWORK", privateNetwork),
    ...optional("HOST_BRIDGE", options.hostBridge),
    ...portsEntry(options.forwardPorts),
    ...addressKeys.flatMap(([key, option]) => optional(key, options[option])),
  ];
  return privateNetwork === true ? entries : entries.map(({ key }) => ({ key, value: undefined }));
}

function portsEntry(ports: ResolvedOptions["forwardPorts"]): ConfEntry[] {
  if (isNixExpression(ports)) return [{ key: "HOST_PORT", value: undefined }];
  if (ports.length === 0) return [];
  const words = ports.map((forward) => {
    if (isNixExpression(forward)) return undefined;
    const { protocol = "tcp", hostPort, containerPort } = forward;
    return joined(
      [protocol, hostPort, containerPort ?? hostPort].map((part) => readable(part, String)),
      ":",
    );
  });
  return [{ key: "HOST_PORT", value: joined(words, ",") }];
}

/** Binds in the order of their names, then the extra flags; each with a blank before it. */
function nspawnFlags({ bindMounts, extraFlags }: ResolvedOptions): string | undefined {
  if (isNixExpression(bindMounts) || isNixExpression(extraFlags)) return undefined;
  const binds = Object.entries(bindMounts)
    .sort(([left], [right]) => byCodeUnit(left, right))
    .map(([name, bind]) => (isNixExpression(bind) ? undefined : bindFlag(name, bind)));
  const flags = [...binds, ...extraFlags.map((flag) => readable(flag, String))];
  return joined(
    flags.map((flag) => flag && ` ${flag}`),
    "",
  );
}

function bindFlag(name: string, bind: BindMount): string | undefined {
  const { mountPoint = name, hostPath = null, isReadOnly = true } = bind;
  if (isNixExpression(isReadOnly)) return undefined;
  const places = hostPath === null ? [mountPoint] : [hostPath, mountPoint];
  const mount = joined(
    places.map((place) => readable(place, String)),
    ":",
  );
  return mount === undefined ? undefined : `${isReadOnly ? "--bind-ro" : "--bind"}=${mount}`;
}

function optional(key: string, value: unknown): ConfEntry[] {
  return value === null ? [] : [{ key, value: readable(value, String) }];
}

function flagEntry(key: string, value: unknown): ConfEntry[] {
  return value === false ? [] : [{ key, value: readable(value, () => "1") }];
}

function wordsEntry(key: string, words: unknown): ConfEntry[] {
  if (!Array.isArray(words)) return [{ key, value: undefined }];
  if (words.length === 0) return [];
  const known = words.map((word: unknown) => readable(word, String));
  return [{ key, value: joined(known, " ") }];
}

/** Joins words that are all known. */
function joined(words: readonly (string | undefined)[], separator: string): string | undefined {
  return words.includes(undefined) ? undefined : words.join(separator);
}

function readable<T>(value: T, inWords: (value: T) => string | undefined): string | undefined {
  return isNixExpression(value) ? undefined : inWords(value);
}
