/**
 * An instrumented JSON file as a module: its value, and its members as exports.
 * @param text the file
 * @param instrumented its value as an expression
 */
export function jsonModule(text: string, instrumented: string): string {
  const value = JSON.parse(text) as unknown;
  const names =
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.keys(value).filter((name) => name !== "default" && isWellFormed(name))
      : [];
  const exported = names.map((name, index) => `__json${String(index)} as ${JSON.stringify(name)}`);
  return [
    `const __json = ${withoutMap(instrumented)};`,
    "export default __json;",
    ...names.map(
      (name, index) => `const __json${String(index)} = __json[${JSON.stringify(name)}];`,
    ),
    `export { ${exported.join(", ")} };`,
  ].join("\n");
}

/** A name of an export cannot hold half a surrogate pair. */
function isWellFormed(name: string): boolean {
  return !/\p{Surrogate}/u.test(name);
}

/** An instrumented text without the map that the bundler would follow. */
export function withoutMap(instrumented: string): string {
  return instrumented.slice(0, instrumented.lastIndexOf("\n//# sourceMappingURL="));
}
