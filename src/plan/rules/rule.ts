import type { ContainerOptions } from "../../authoring/container-options.generated.js";
import type { TargetName } from "../../authoring/target-names.js";
import { isNixExpression } from "../../nix/value.js";
import type { Problem } from "../../problems/problem.js";

/** All containers, plain objects all of them; their options may be of any type. */
export type Containers = Readonly<Record<string, ContainerOptions>>;

/** Looks at one container. */
export type ContainerRule = (
  name: string,
  options: ContainerOptions,
  target: TargetName,
) => Problem[];

/** Looks at all containers together. */
export type HostRule = (containers: Containers, target: TargetName) => Problem[];

/**
 * Whether two containers may be there for one to run at a time: neither starts with the host. The module of
 * the target "systemd.containers" lets no two have the same all the same (its claims.nix).
 */
export function takeTurns(
  containers: Containers,
  names: readonly (string | number)[],
  target: TargetName,
): boolean {
  const isStarted = (autoStart: unknown): boolean =>
    autoStart === true || isNixExpression(autoStart);
  return (
    target !== "systemd.containers" &&
    new Set(names).size > 1 &&
    !names.some((name) => isStarted(containers[String(name)]?.autoStart))
  );
}

/** What is said of two that may take turns. */
export const asTurns = {
  severity: "warning",
  hint: "neither starts with the host: that is right where they never run at once",
} as const;

/** Whether an option is set to something other than null; expressions count. */
export function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** The text of an option, when it is one. */
export function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The items of a list, with their places in it; none for an expression. */
export function items(value: unknown): (readonly [index: number, item: unknown])[] {
  return Array.isArray(value) ? [...(value as unknown[]).entries()] : [];
}

/** The attributes of a set; none for an expression. */
export function attributes(value: unknown): [string, Readonly<Record<string, unknown>>][] {
  if (
    typeof value !== "object" ||
    value === null ||
    isNixExpression(value) ||
    Array.isArray(value)
  ) {
    return [];
  }
  return Object.entries(value).filter(
    (entry): entry is [string, Record<string, unknown>] =>
      typeof entry[1] === "object" && entry[1] !== null && !isNixExpression(entry[1]),
  );
}
