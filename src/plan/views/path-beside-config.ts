import { priorityOf, readProperty } from "../../nix/property.js";

/**
 * How `path` and `config` of one container get along. nixpkgs' module defines `path` itself where there
 * is a `config`, with the usual priority, 100 (nixos/modules/virtualisation/nixos-containers.nix, below
 * `config.path`): what is stronger takes its place, and `config` is never looked at; what is weaker is
 * not taken; a condition may hold for one of them at a time.
 */
export type PathBesideConfig = "path" | "config" | "unknown" | "conflict";

/** Which of the two says what runs, or that they contradict each other. */
export function pathBesideConfig(path: unknown, config: unknown): PathBesideConfig {
  if (isUnderCondition(path) || isUnderCondition(config)) return "unknown";
  const property = readProperty(path);
  if (property === undefined) return "conflict";
  const priority = priorityOf(property);
  if (priority === undefined) return "unknown";
  return priority === 100 ? "conflict" : priority < 100 ? "path" : "config";
}

/** Whether a container has a `config` that nothing evaluates. */
export function runsAnotherSystem(options: Readonly<Record<string, unknown>>): boolean {
  const { path, config } = options;
  if (path === undefined || path === null || config === undefined) return false;
  return pathBesideConfig(path, config) === "path";
}

function isUnderCondition(value: unknown): boolean {
  const property = readProperty(value);
  if (property === undefined) return false;
  if (property.name === "mkIf") return true;
  const inner = Array.isArray(property.content) ? property.content : [property.content];
  return (
    ["mkMerge", "mkBefore", "mkAfter", "mkOrder"].includes(property.name) &&
    inner.some(isUnderCondition)
  );
}
