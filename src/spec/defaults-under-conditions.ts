import type { Origins } from "../config/origins.js";
import { makeProperty, readProperty, withContent } from "../nix/property.js";
import { isNixExpression, nixExpression, type NixExpression } from "../nix/value.js";
import { contentsOf, isData, type Options, type Part } from "./container-parts.js";
import { mergeDefaults } from "./defaults.js";
import { deepestSet, weakened } from "./weakened.js";

/**
 * Lays a container that is under `lib.mkIf` or its like over the defaults. They are merged into what
 * it holds; of `lib.mkMerge`, into the first part without a condition, or else into one more part that
 * is there when any of the others is: defaults alone are no container. What a part may say under a
 * condition the defaults say with `lib.mkDefault`, so that it wins.
 */
export function mergeUnderProperty(
  defaults: Options,
  own: unknown,
  origins: Origins | undefined,
): unknown {
  const property = readProperty(own);
  if (property === undefined || !isNixExpression(own)) {
    return isData(own) ? mergeDefaults(defaults, own, origins) : own;
  }
  const { name, content } = property;
  if (name !== "mkMerge") {
    return withContent(own, mergeUnderProperty(defaults, content, origins));
  }
  const { parts, strays } = contentsOf(own);
  if (!Array.isArray(content) || strays.length > 0) return own;
  const [only] = content as readonly unknown[];
  if (content.length === 1) {
    const items = [mergeUnderProperty(defaults, only, origins)];
    origins?.inherit(items, "0", content);
    return withContent(own, items);
  }
  const further = weaker(defaults, parts, origins);
  const items = [...(content as readonly unknown[])];
  for (const index of items.keys()) origins?.inherit(items, String(index), content);
  const base = items.findIndex(isData);
  if (base >= 0) items[base] = mergeUnderProperty(further, items[base], origins);
  else if (Object.keys(further).length > 0) {
    const when = presence(parts);
    items.push(when === undefined ? further : makeProperty("mkIf", when, further));
  }
  return withContent(own, items);
}

/** The condition under which any of the parts is there; undefined when one always is. */
function presence(parts: readonly Part[]): unknown {
  if (parts.some(({ conditions }) => conditions.length === 0)) return undefined;
  const each = parts.map(({ conditions }) =>
    conditions.reduce((one, other) => operation(one, "&&", other)),
  );
  const different = each.filter((one, index) => each.indexOf(one) === index);
  return different.reduce((one, other) => operation(one, "||", other));
}

function operation(one: unknown, operator: "&&" | "||", other: unknown): NixExpression {
  const texts = ["", ` ${operator} `, ""];
  const strings = Object.assign([...texts], { raw: texts });
  const source = { kind: "fragment", strings, values: [one, other], site: undefined } as const;
  return Object.freeze({ [nixExpression]: source });
}

/** The defaults, weaker than what any part says under a condition; modules are all taken. */
function weaker(
  defaults: Options,
  parts: readonly Part[],
  origins: Origins | undefined,
): Record<string, unknown> {
  const weak: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(defaults)) {
    if (value === undefined) continue;
    const isOpen =
      name === "config" ||
      !parts.some(
        ({ conditions, options }) => conditions.length > 0 && options[name] !== undefined,
      );
    weak[name] = isOpen ? value : weakened(value, name === "specialArgs" ? 1 : deepestSet, origins);
    origins?.inherit(weak, name, defaults);
  }
  return weak;
}
