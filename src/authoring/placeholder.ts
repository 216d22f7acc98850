import { nullValue } from "../nix/build.js";
import { nixExpression, type NixExpression } from "../nix/value.js";

/** What a placeholder is as text, so that what comes of it can be told from other mistakes. */
export const placeholderText = "⟨Nix⟩";

/**
 * Stands for what an operator cannot work out, so that the config goes on and all that is wrong
 * with it is found in one run. It answers whatever it is asked, and never gets into a tree: a
 * problem was told for it.
 */
export const placeholder: NixExpression = new Proxy((): void => undefined, {
  has: (_target, key) => key === nixExpression,
  get(_target, key): unknown {
    if (key === nixExpression) return { kind: "syntax", expression: nullValue() };
    if (key === Symbol.toPrimitive || key === "toString") return () => placeholderText;
    if (key === Symbol.iterator) return () => [][Symbol.iterator]();
    return typeof key === "symbol" || key === "then" || key === "toJSON" ? undefined : placeholder;
  },
  apply: () => placeholder,
  construct: () => placeholder,
  set: () => true,
  deleteProperty: () => true,
  ownKeys: () => [],
  getOwnPropertyDescriptor: () => undefined,
}) as unknown as NixExpression;
