import { isNixExpression } from "../nix/value.js";
import type { Problem } from "../problems/problem.js";
import type { Resource } from "./resources.js";
import type { ResourceKind } from "./option.js";

/**
 * How bad it is that two have the same; undefined where nothing speaks against it. Linux has a name of
 * an interface once, and adds a route once (EEXIST of rtnetlink(7)): the second container does not
 * start. An address that is there twice on one bridge, and a forwarded port, lead to one of the two at
 * random; two bridges are two networks. Within a config, between configs and against what a host has
 * already, it is the same.
 */
export function conflict(one: Resource, other: Resource): Problem["severity"] | undefined {
  if (one.value !== other.value) return undefined;
  // By the alphabet: "host address" before "local address", "interface" before "parent".
  const [first, second] = [one.kind, other.kind].sort();
  if (first === "host address") return second === "local address" ? "error" : undefined;
  if (first === "interface" && (second === "interface" || second === "parent")) {
    return one.isCut === true || other.isCut === true ? "warning" : "error";
  }
  if (first !== second || first === "parent" || first === "folder") return undefined;
  return first === "port" ? "error" : betweenBridges(one.bridge, other.bridge);
}

function betweenBridges(one: unknown, other: unknown): Problem["severity"] | undefined {
  if (one === other && !isNixExpression(one)) return "error";
  return typeof one === "string" && typeof other === "string" ? undefined : "warning";
}

/** Whether it is a container's for good, and not only while it runs. */
export function isKept(kind: ResourceKind): boolean {
  return kind.endsWith("address");
}

/** A resource in words, for messages. @param text as it was written, or its one form */
export function resourceText({ kind, isCut }: Resource, text: string): string {
  switch (kind) {
    case "port":
      return `the host's ${text.replace(" ", " port ")}`;
    case "MAC":
      return `the MAC address \`${text}\``;
    case "interface":
    case "parent":
      return `the host's interface \`${text}\`${isCut === true ? " (as systemd before version 247 cuts it)" : ""}`;
    case "folder":
      return `the host's \`${text}\``;
    case "local address":
    case "host address":
      return `the address \`${text}\``;
  }
}
