/**
 * The names of an option's path as nixpkgs prints it: `a."b.c".d`. Old versions of nixpkgs print
 * names with dots without quotes; those come apart. Parts such as `<name>`, `*` and
 * `[definition 1-entry 2]` stay as they are.
 */
export function parseOptionPath(text: string): readonly string[] {
  return Array.from(text.matchAll(step), ([, quoted, bare = ""]) =>
    quoted === undefined ? bare : unquote(quoted),
  );
}

const step = /"((?:[^"\\]|\\[^])*)"|(\[[^\]]*\]|[^."]+)/g;

/** A string of Nix: the escapes of JSON, and `\$`. */
function unquote(text: string): string {
  try {
    return JSON.parse(`"${text.replace(/\\\$/g, "$")}"`) as string;
  } catch {
    return text;
  }
}
