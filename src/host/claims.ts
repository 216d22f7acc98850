import { readConfWords } from "../conf/words.js";
import { hostName } from "../spec/interface-pair.js";
import { normalizedAddress } from "../spec/rules/address.js";
import type { ConfFile } from "./conf-file.js";
import { keyValues } from "./key-value.js";

/** Something of a host that a container takes for itself while it runs. */
export interface Claim {
  readonly kind: "local address" | "host address" | "port" | "interface";
  /** An address in its one form, "tcp 8080", or the name of an interface. */
  readonly value: string;
  /** The options that it comes from. */
  readonly options: readonly string[];
}

/** What a container takes, by the values of its conf file. Host ends may share their address. */
export function claimsOf(values: ConfFile["values"]): Claim[] {
  return [
    ...addresses((key) => values.get(key), []),
    ...extraVeths(values.get("EXTRA_VETHS") ?? ""),
    ...ports(values.get("HOST_PORT") ?? ""),
    ...claims(
      "interface",
      ["interfaces"],
      ...readConfWords(values.get("INTERFACES") ?? "").map(hostName),
    ),
    ...claims("interface", ["hostInterface"], values.get("HOST_INTERFACE")),
  ];
}

/** Whether two containers cannot run at once for what both take. */
export function clash(one: Claim, other: Claim): boolean {
  if (one.value !== other.value) return false;
  const isAddress = ({ kind }: Claim): boolean => kind.endsWith("address");
  if (isAddress(one) && isAddress(other)) {
    return one.kind === "local address" || other.kind === "local address";
  }
  return one.kind === other.kind;
}

/** A claim in words, for messages. */
export function claimText({ kind, value }: Claim): string {
  if (kind === "port") return `the host's ${value.replace(" ", " port ")}`;
  return kind === "interface" ? `the host's interface \`${value}\`` : `the address \`${value}\``;
}

const optionsOfKeys = {
  HOST_ADDRESS: "hostAddress",
  HOST_ADDRESS6: "hostAddress6",
  LOCAL_ADDRESS: "localAddress",
  LOCAL_ADDRESS6: "localAddress6",
} as const;

function addresses(valueOf: (key: string) => string | undefined, path: readonly string[]): Claim[] {
  // On a bridge, HOST_ADDRESS is the container's gateway.
  const isBridged = (valueOf("HOST_BRIDGE") ?? "") !== "";
  const own = Object.entries(optionsOfKeys).filter(
    ([key]) => key.startsWith("LOCAL") || !isBridged,
  );
  return own.flatMap(([key, option]) => {
    const kind = key.startsWith("LOCAL") ? "local address" : "host address";
    return claims(kind, [...path, option], normalizedAddress(valueOf(key)));
  });
}

/** Each word is a pair: NAME,HOST_ADDRESS=…,LOCAL_ADDRESS=… */
function extraVeths(value: string): Claim[] {
  return readConfWords(value).flatMap((word) => {
    const [name = "", ...parts] = word.split(",");
    const values = keyValues(parts);
    const path = ["extraVeths", name];
    return [...claims("interface", path, name), ...addresses((key) => values.get(key), path)];
  });
}

/** `tcp:8080:80,53:53`: without a protocol it is TCP (systemd-nspawn(1), --port=). */
function ports(value: string): Claim[] {
  return value.split(",").flatMap((one) => {
    const [, protocol = "tcp", port] = /^(?:(tcp|udp):)?(\d+)(?::\d+)?$/.exec(one.trim()) ?? [];
    return claims("port", ["forwardPorts"], port === undefined ? undefined : `${protocol} ${port}`);
  });
}

function claims(
  kind: Claim["kind"],
  options: readonly string[],
  ...values: readonly (string | undefined)[]
): Claim[] {
  return values.flatMap((value) =>
    value === undefined || value === "" ? [] : [{ kind, value, options }],
  );
}
