/** Parts of Node whose functions compute with what they are given, by their names without `node:`. */
export const computingModules: readonly string[] =
  "assert assert/strict buffer child_process crypto fs fs/promises net os path path/posix querystring url util zlib".split(
    " ",
  );

/** The part of Node that a function is from, or that this is: the program may have another by its name. */
export function partOfNode(owner: unknown): string | undefined {
  if ((typeof owner !== "object" && typeof owner !== "function") || owner === null) {
    return undefined;
  }
  return computingModules.find((name) => {
    const module = process.getBuiltinModule(`node:${name}`) as unknown as object;
    return (
      owner === module ||
      (owner as { readonly default?: unknown }).default === module ||
      Object.values(module).includes(owner)
    );
  });
}
