/** What to write for a text in place of a NixOS module, where it seems to be the path of one. */
export function moduleHint(value: unknown): { readonly hint?: string } {
  if (typeof value !== "string") return {};
  if (/^<[^<>]+>$/.test(value)) return { hint: `write nix\`${value}\`` };
  // A path of the host, which this machine need not have.
  if (/^(?:\/[\w.+-]+)+$/.test(value)) {
    return { hint: `a file of the host is a module as nix\`${value}\`` };
  }
  return /^\.{0,2}\/|\.nix$/.test(value)
    ? { hint: `a file is a module as \`file(${JSON.stringify(value)})\`` }
    : {};
}
