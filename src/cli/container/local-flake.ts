import { posix } from "node:path";

/** Names of Nix's registry, as Nix knows them: `nixpkgs`, `nixpkgs/nixos-25.11`. */
const registered = /^[a-zA-Z][\w-]*(?:\/[a-zA-Z0-9@][\w./@+-]*)?$/;

/**
 * A flake as it is found from any folder: a reference to a local one gets an absolute path, its
 * `?query` and `#attribute` stay; all others are as they were.
 * @param cwd the folder that it is given in
 */
export function absoluteFlake(flake: string, cwd = process.cwd()): string {
  const [, reference = "", rest = ""] = /^([^?#]*)(.*)$/s.exec(flake) ?? [];
  const [, scheme, path = ""] =
    /^(path:|(?:(?:git|hg|file|tarball)\+)?file:)(.*)$/s.exec(reference) ?? [];
  if (scheme !== undefined) {
    if (path === "" || path.startsWith("/")) return flake;
    // In a URL, what is no letter of one is escaped; what was typed is so already.
    const folder = encodeURI(cwd).replace(/[?#]/g, encodeURIComponent);
    return `${scheme}${posix.resolve(folder, path)}${rest}`;
  }
  const isUrl = /^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(reference);
  // Nothing can be escaped in a plain path: such a folder has to be given as a URL.
  if (isUrl || registered.test(reference) || /[?#]/.test(cwd)) return flake;
  return `${posix.resolve(cwd, reference)}${rest}`;
}
