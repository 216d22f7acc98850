/** What the name of a store path tells. */
export interface PackageName {
  readonly name: string;
  /** Empty where there is none. */
  readonly version: string;
}

/**
 * Name and version of a store path: a version starts after the first dash that no letter follows,
 * as in Nix itself (`builtins.parseDrvName`). The name of an output behind a version, such as
 * `-dev`, is left out.
 */
export function packageName(path: string): PackageName {
  const base = path.replace(/^.*\/[a-z0-9]{32}-/, "");
  const found = /^(?<name>.*?)-(?<version>[^a-zA-Z].*)$/.exec(base)?.groups;
  if (found === undefined) return { name: base, version: "" };
  const { name = "", version = "" } = found;
  return { name, version: version.replace(/-(?:[a-z]+|lib32|lib64)$/, "") };
}
