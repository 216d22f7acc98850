import type { BindMount, ExtraVeth } from "../authoring/container-options.generated.js";
import type { OptionRow } from "../containers/option.js";
import { optionRows } from "../containers/option-rows.generated.js";
import { isNixExpression } from "../nix/value.js";
import { readBind } from "../plan/names/bind-text.js";
import { byCodeUnit } from "../plan/modules/modules.js";
import type { ResolvedOptions } from "../plan/known-options.js";
import { regularEntry, type ConfEntry, type OwnKey } from "./regular-entry.js";
import { bindPath, confPart, confWord } from "./words.js";

export type { ConfEntry };

const lines = (Object.entries(optionRows) as [keyof ResolvedOptions, OptionRow][]).flatMap(
  ([name, { conf = {}, inPairs }]) =>
    Object.entries(conf).map(([key, { form }]) => ({ name, key, form, inPairs })),
);

/** Options of a pair of interfaces that the conf file has by keys; without any there is no pair. */
const pairLines = lines.filter(({ inPairs }) => inPairs === "used");

/**
 * The lines of a container's conf file, in their order: docs/conf-file.md. The bundled module
 * (nixos-modules/systemd-containers/conf.nix) writes the same.
 */
export function confEntries(options: ResolvedOptions): ConfEntry[] {
  return lines.flatMap(({ name, key, form, inPairs }) => {
    const entries =
      form === "own" ? own[key as OwnKey](options) : regularEntry(key, form, options[name]);
    return inPairs === undefined ? entries : ofPrivateNetwork(options, entries);
  });
}

/** What there is only with `privateNetwork`. */
function ofPrivateNetwork({ privateNetwork }: ResolvedOptions, entries: ConfEntry[]): ConfEntry[] {
  if (privateNetwork === false) return [];
  return privateNetwork === true ? entries : entries.map(({ key }) => ({ key, value: undefined }));
}

/** Lines in no regular form. */
const own: Readonly<Record<OwnKey, (options: ResolvedOptions) => ConfEntry[]>> = {
  SYSTEM_PATH: ({ flake, path }) =>
    flake === null
      ? [{ key: "SYSTEM_PATH", value: typeof path === "string" ? path : undefined }]
      : [],
  FLAKE: ({ flake }) => regularEntry("FLAKE", "text", flake),
  HOST_PORT: ({ forwardPorts }) => portsEntry(forwardPorts),
  HOST_INTERFACE: (options) =>
    pairEntries(options).length === 0
      ? []
      : ofPrivateNetwork(
          options,
          regularEntry("HOST_INTERFACE", "text", options.hostInterface ?? null),
        ),
  EXTRA_VETHS: ({ extraVeths }) => extraVethEntries(extraVeths),
  BIND: ({ bindMounts }) => bindEntries(bindMounts).filter(({ key }) => key === "BIND"),
  BIND_RO: ({ bindMounts }) => bindEntries(bindMounts).filter(({ key }) => key === "BIND_RO"),
  CAPABILITIES: (options) => capabilitiesEntry(options),
};

/** What a pair of interfaces is like. */
function pairEntries(pair: Readonly<Partial<Record<string, unknown>>>): ConfEntry[] {
  return pairLines.flatMap(({ name, key, form }) =>
    form === "own" ? [] : regularEntry(key, form, pair[name] ?? null),
  );
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
  const parts = pairEntries({ ...veth }).map(
    ({ key, value }) => value && `${key}=${confPart(value)}`,
  );
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
  const words = [...additionalCapabilities, ...(forTun ? ["CAP_NET_ADMIN"] : [])];
  return regularEntry("CAPABILITIES", "words", words);
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
