import type { BindMount, ExtraVeth } from "../authoring/container-options.generated.js";
import { isNixExpression } from "../nix/value.js";
import { readBind } from "../spec/bind-text.js";
import { byCodeUnit } from "../spec/modules.js";
import type { ResolvedOptions } from "../spec/options.js";
import { bindPath, confPart, confWord } from "./words.js";

/** One line of a container's conf file, /etc/nixos-containers/<name>.conf. */
export interface ConfEntry {
  readonly key: string;
  /** Undefined where only the evaluation knows it, and whether the line is there at all. */
  readonly value: string | undefined;
}

/** Options of a veth pair that the conf file has by these keys. */
const addressKeys = [
  ["HOST_ADDRESS", "hostAddress"],
  ["HOST_ADDRESS6", "hostAddress6"],
  ["LOCAL_ADDRESS", "localAddress"],
  ["LOCAL_ADDRESS6", "localAddress6"],
  ["LOCAL_MAC_ADDRESS", "localMacAddress"],
] as const;
const vethKeys = [["HOST_BRIDGE", "hostBridge"], ...addressKeys] as const;

/**
 * The lines of a container's conf file, in their order: docs/conf-file.md. The bundled module
 * (nixos-modules/systemd-containers/conf.nix) writes the same.
 */
export function confEntries(options: ResolvedOptions): ConfEntry[] {
  return [
    ...systemEntry(options),
    { key: "COPY_RESOLV_CONF", value: readable(options.copyResolvConf, (on) => (on ? "1" : "0")) },
    ...networkEntries(options),
    ...extraVethEntries(options.extraVeths),
    ...optional("NETWORK_NAMESPACE_PATH", options.networkNamespace),
    { key: "PRIVATE_USERS", value: readable(options.privateUsers, String) },
    ...wordsEntry("INTERFACES", options.interfaces, String),
    ...wordsEntry("MACVLANS", options.macvlans, String),
    ...flagEntry("AUTO_START", options.autoStart),
    ...flagEntry("EPHEMERAL", options.ephemeral),
    ...wordsEntry("TMPFS", options.tmpfs),
    ...bindEntries(options.bindMounts),
    ...capabilitiesEntry(options),
    // Split at blanks by those who read it, and at nothing else.
    ...wordsEntry("EXTRA_NSPAWN_FLAGS", options.extraFlags, String),
  ];
}

function systemEntry({ flake, path }: ResolvedOptions): ConfEntry[] {
  if (flake !== null) return [{ key: "FLAKE", value: readable(flake, String) }];
  return [{ key: "SYSTEM_PATH", value: typeof path === "string" ? path : undefined }];
}

/** What there is only with `privateNetwork`. */
function networkEntries(options: ResolvedOptions): ConfEntry[] {
  const { privateNetwork } = options;
  if (privateNetwork === false) return [];
  const bridge = optional("HOST_BRIDGE", options.hostBridge);
  const addresses = addressKeys.flatMap(([key, option]) => optional(key, options[option]));
  // There is a pair only for what needs one.
  const hasPair = bridge.length + addresses.length > 0;
  const entries = [
    ...flagEntry("PRIVATE_NETWORK", privateNetwork),
    ...bridge,
    ...portsEntry(options.forwardPorts),
    ...addresses,
    ...(hasPair ? optional("HOST_INTERFACE", options.hostInterface ?? null) : []),
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

function extraVethEntries(veths: ResolvedOptions["extraVeths"]): ConfEntry[] {
  if (isNixExpression(veths)) return [{ key: "EXTRA_VETHS", value: undefined }];
  const words = byName(veths).map(([name, veth]) =>
    isNixExpression(veth) ? undefined : vethWord(name, veth),
  );
  return words.length === 0 ? [] : [{ key: "EXTRA_VETHS", value: joined(words, " ") }];
}

function vethWord(name: string, veth: ExtraVeth): string | undefined {
  const settings = vethKeys.flatMap(([key, option]) => optional(key, veth[option] ?? null));
  const parts = settings.map(({ key, value }) => value && `${key}=${confPart(value)}`);
  return joined([confPart(name), ...parts], ",");
}

/** Binds by their names, as in the module. */
function bindEntries(bindMounts: ResolvedOptions["bindMounts"]): ConfEntry[] {
  const unknown = ["BIND", "BIND_RO"].map((key) => ({ key, value: undefined }));
  if (isNixExpression(bindMounts)) return unknown;
  const words: Record<"BIND" | "BIND_RO", (string | undefined)[]> = { BIND: [], BIND_RO: [] };
  for (const [name, bind] of byName(bindMounts)) {
    if (isNixExpression(bind) || isNixExpression(bind.isReadOnly)) return unknown;
    words[bind.isReadOnly === false ? "BIND" : "BIND_RO"].push(bindWord(name, bind));
  }
  return Object.entries(words).flatMap(([key, list]) =>
    list.length === 0 ? [] : [{ key, value: joined(list, " ") }],
  );
}

function bindWord(name: string, bind: BindMount): string | undefined {
  const { mountPoint = name, hostPath = null } = bind;
  if (isNixExpression(mountPoint) || isNixExpression(hostPath)) return undefined;
  const { source, place, options } = readBind(mountPoint, hostPath);
  const parts = [...(source === undefined ? [] : [source]), place].map(bindPath);
  return confWord([...parts, ...(options === undefined ? [] : [options])].join(":"));
}

/** A tunnel needs to be configured. */
function capabilitiesEntry({ additionalCapabilities, enableTun }: ResolvedOptions): ConfEntry[] {
  if (isNixExpression(additionalCapabilities) || isNixExpression(enableTun)) {
    return [{ key: "CAPABILITIES", value: undefined }];
  }
  const forTun = enableTun && !additionalCapabilities.includes("CAP_NET_ADMIN");
  return wordsEntry("CAPABILITIES", [
    ...additionalCapabilities,
    ...(forTun ? ["CAP_NET_ADMIN"] : []),
  ]);
}

function optional(key: string, value: unknown): ConfEntry[] {
  return value === null ? [] : [{ key, value: readable(value, String) }];
}

function flagEntry(key: string, value: unknown): ConfEntry[] {
  return value === false ? [] : [{ key, value: readable(value, () => "1") }];
}

/** @param inWords nixpkgs' own keys have nothing to escape a word with */
function wordsEntry(
  key: string,
  words: unknown,
  inWords: (word: string) => string = confWord,
): ConfEntry[] {
  if (!Array.isArray(words)) return [{ key, value: undefined }];
  if (words.length === 0) return [];
  const known = words.map((word: unknown) => readable(word, (one) => inWords(String(one))));
  return [{ key, value: joined(known, " ") }];
}

function byName<T>(record: Readonly<Record<string, T>>): [name: string, value: T][] {
  return Object.entries(record).sort(([left], [right]) => byCodeUnit(left, right));
}

/** Joins words that are all known. */
function joined(words: readonly (string | undefined)[], separator: string): string | undefined {
  return words.includes(undefined) ? undefined : words.join(separator);
}

function readable<T>(value: T, inWords: (value: T) => string | undefined): string | undefined {
  return isNixExpression(value) ? undefined : inWords(value);
}
