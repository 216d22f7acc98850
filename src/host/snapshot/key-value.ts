/**
 * The two sides of `KEY=VALUE`, as systemd prints properties, a process keeps its variables, and a
 * conf file describes a pair of interfaces; undefined for a text without `=`. Files of variables
 * have quotes, and a reader of their own (`conf/environment-file.ts`).
 */
export function keyAndValue(text: string): readonly [string, string] | undefined {
  const at = text.indexOf("=");
  return at < 0 ? undefined : [text.slice(0, at), text.slice(at + 1)];
}

/** All of several texts that are `KEY=VALUE`; of a key that stands there twice, the last counts. */
export function keyValues(texts: readonly string[]): Map<string, string> {
  return new Map(texts.map(keyAndValue).filter((one) => one !== undefined));
}
