import { isNixExpression } from "../nix/value.js";
import type { ValuePath } from "../problems/problem.js";
import { normalizedAddress } from "./address.js";
import { hostName, interfaceNameLimit } from "./interface-pair.js";
import type { OptionRow, ResourceKind } from "./option.js";
import { optionRows } from "./option-rows.generated.js";

/** Something of a host that a container takes for itself while it runs. */
export interface Resource {
  readonly kind: ResourceKind;
  /** In its one form: an address, a MAC address, `tcp 8080`, the name of an interface, a path. */
  readonly value: string;
  /** As it was written. */
  readonly text: string;
  /** The way to it from the container. */
  readonly path: ValuePath;
  /** Of an address: the bridge that its pair is on, perhaps an expression; undefined without one. */
  readonly bridge?: unknown;
  /** Whether only old systems have the same of both: systemd before 247 cuts names of interfaces. */
  readonly isCut?: boolean;
}

/** Options of a container, which may be of any type. */
type Options = Readonly<Partial<Record<string, unknown>>>;

type Rows = readonly (readonly [name: string, row: OptionRow])[];
const rows: Rows = Object.entries(optionRows);
const ofPairs = rows.filter(([, { inPairs }]) => inPairs === "used");

type PairOption = {
  [Name in keyof typeof optionRows]: (typeof optionRows)[Name] extends { readonly inPairs: "used" }
    ? Name
    : never;
}[keyof typeof optionRows];

/** The options of a pair of interfaces; without any of them there is none. */
export const pairOptions = ofPairs.map(([name]) => name as PairOption);

/**
 * What a container takes of its host, as the option table says; what only Nix knows is left out.
 * @param end the name of the host's end of its first pair, where it has one and no `hostInterface`
 */
export function resourcesOf(options: Options, end?: string): Resource[] {
  const isPrivate = options.privateNetwork === true;
  const hasPair = isPrivate && pairOptions.some((name) => (options[name] ?? null) !== null);
  return rows.flatMap(([name, { takes, inPairs }]): Resource[] => {
    if (takes === undefined || (inPairs !== undefined && !isPrivate)) return [];
    if (name !== "hostInterface") return readers[takes](options[name], [name], options);
    if (!hasPair) return [];
    const named = options[name] ?? undefined;
    return named === undefined && end !== undefined
      ? ofInterface("interface", end, [])
      : readers[takes](named, [name], options);
  });
}

/** What the options of a further pair take; a port is forwarded to the first one alone. */
function resourcesOfPair(pair: Options, path: ValuePath): Resource[] {
  return ofPairs.flatMap(([name, { takes }]) =>
    takes === undefined ? [] : readers[takes](pair[name], [...path, name], pair),
  );
}

type Reader = (value: unknown, path: ValuePath, beside: Options) => Resource[];

const readers: Readonly<Record<ResourceKind, Reader>> = {
  "local address": (value, path, pair) => addressOf("local address", value, path, pair),
  // On a bridge it is the container's gateway.
  "host address": (value, path, pair) =>
    (pair.hostBridge ?? null) === null ? addressOf("host address", value, path, pair) : [],
  MAC: (value, path, { hostBridge }) =>
    typeof value === "string" && value !== ""
      ? [{ kind: "MAC", value: value.toLowerCase(), text: value, path, ...bridged(hostBridge) }]
      : [],
  port: (value, path) =>
    listOf(value).flatMap(([index, one]): Resource[] => {
      if (isNixExpression(one)) return [];
      const { protocol, hostPort } = (one ?? {}) as { protocol?: unknown; hostPort?: unknown };
      if (typeof hostPort !== "number") return [];
      const text = `${typeof protocol === "string" ? protocol : "tcp"} ${String(hostPort)}`;
      return [{ kind: "port", value: text, text, path: [...path, index, "hostPort"] }];
    }),
  // One, several, or pairs by the name that both ends have.
  interface: (value, path) =>
    typeof value === "string"
      ? ofInterface("interface", value, path)
      : Array.isArray(value)
        ? interfacesOf("interface", value, path)
        : setsOf(value).flatMap(([name, pair]) => [
            ...ofInterface("interface", name, [...path, name]),
            ...resourcesOfPair(pair, [...path, name]),
          ]),
  parent: (value, path) => interfacesOf("parent", value, path),
  folder: (value, path) =>
    setsOf(value).flatMap(([name, { hostPath, mountPoint, isReadOnly }]): Resource[] => {
      const source = hostPath ?? mountPoint ?? name;
      if (isReadOnly !== false || typeof source !== "string") return [];
      return [{ kind: "folder", value: source, text: source, path: [...path, name] }];
    }),
};

function addressOf(
  kind: "local address" | "host address",
  written: unknown,
  path: ValuePath,
  { hostBridge }: Options,
): Resource[] {
  const value = normalizedAddress(written);
  if (value === undefined) return [];
  return [{ kind, value, text: String(written).replace(/\/.*/, ""), path, ...bridged(hostBridge) }];
}

function bridged(bridge: unknown): Pick<Resource, "bridge"> {
  return (bridge ?? null) === null ? {} : { bridge };
}

function interfacesOf(kind: "interface" | "parent", value: unknown, path: ValuePath): Resource[] {
  return listOf(value).flatMap(([index, one]) =>
    typeof one === "string" ? ofInterface(kind, hostName(one), [...path, index]) : [],
  );
}

function ofInterface(kind: "interface" | "parent", name: string, path: ValuePath): Resource[] {
  if (name === "") return [];
  const value = name.slice(0, interfaceNameLimit);
  return [{ kind, value, text: value, path, ...(value === name ? {} : { isCut: true }) }];
}

function listOf(value: unknown): (readonly [index: number, item: unknown])[] {
  return Array.isArray(value) ? [...(value as unknown[]).entries()] : [];
}

/** The sets of a set, by their names; none of an expression. */
function setsOf(value: unknown): [name: string, set: Options][] {
  if (typeof value !== "object" || value === null || isNixExpression(value)) return [];
  return Object.entries(value).filter(
    (entry): entry is [string, Record<string, unknown>] =>
      typeof entry[1] === "object" && entry[1] !== null && !isNixExpression(entry[1]),
  );
}
