/**
 * The method by which what stands for a container gives a value that may be missing: `undefined`
 * then, where a plain read would be a problem. Code that asks first (`db.localAddress ?? "x"`,
 * `if (db.localAddress)`) is made to call it when a config is bundled.
 */
export const peek: unique symbol = Symbol.for("nixpawn.peek") as never;

/** What has that method. */
export interface Peekable {
  readonly [peek]: (key: string | symbol) => unknown;
}

export function isPeekable(value: unknown): value is Peekable {
  return (
    typeof value === "object" && value !== null && typeof Reflect.get(value, peek) === "function"
  );
}
