import { toExpression, type LiteralContext } from "../../nix/literal.js";
import { isNixExpression } from "../../nix/value.js";
import { isPlainObject } from "../plain-object.js";

/** The arguments that `specialArgs` adds to those of NixOS. */
export interface SpecialArgs {
  /** Those that are written in TypeScript: names in the text of templates may be theirs. */
  readonly names: ReadonlySet<string>;
  /** Those that are known where arguments are listed, also from the text of a template. */
  readonly listed: ReadonlySet<string> | "unknown";
}

/**
 * Reads definitions of a system's `specialArgs`.
 * @param declared names that a config declares as arguments
 */
export function specialArgsOf(
  definitions: readonly unknown[],
  literals: LiteralContext,
  declared: ReadonlySet<string> = new Set(),
): SpecialArgs {
  const names = new Set(definitions.flatMap((one) => (isObject(one) ? Object.keys(one) : [])));
  const listed = new Set([...names, ...declared]);
  for (const one of definitions) {
    if (one === undefined || isObject(one)) continue;
    const inTemplate = namesInNix(one, literals);
    if (inTemplate === undefined) return { names, listed: "unknown" };
    inTemplate.forEach((name) => listed.add(name));
  }
  return { names, listed };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return isPlainObject(value) && !isNixExpression(value);
}

/** The attributes of a set that Nix writes down; undefined for all else. */
function namesInNix(value: unknown, literals: LiteralContext): readonly string[] | undefined {
  const silent = { ...literals, verdicts: undefined, report: () => undefined };
  const set = toExpression(value, silent);
  if (set.kind !== "attribute-set") return undefined;
  const names: string[] = [];
  for (const one of set.bindings) {
    if (one.kind === "inherit") names.push(...one.names);
    else if (typeof one.path[0] === "string") names.push(one.path[0]);
    else return undefined;
  }
  return names;
}
