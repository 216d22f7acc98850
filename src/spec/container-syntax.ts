import { binding } from "../nix/build.js";
import { toExpression, type LiteralContext } from "../nix/literal.js";
import { hostOwner, type Binding, type Expression } from "../nix/syntax.js";
import { byCodeUnit, moduleExpression } from "./modules.js";
import { isPlainObject } from "./plain-object.js";
import type { Whereabouts } from "./whereabouts.js";

/**
 * A container's options as the Nix value of `containers.<name>`, keys sorted. What cannot be said
 * in Nix is reported.
 */
export function containerSyntax(
  given: Readonly<Record<string, unknown>>,
  literals: LiteralContext,
  whereabouts: Whereabouts,
): Expression {
  const { config, ...plain } = given;
  const options = toExpression(plain, { ...literals, owner: hostOwner });
  if (config === undefined || options.kind !== "attribute-set") return options;
  const module = moduleExpression(config, {
    literals: { ...literals, path: [...literals.path, "config"] },
    specialArgs: new Set(isPlainObject(given.specialArgs) ? Object.keys(given.specialArgs) : []),
    whereabouts,
  });
  const bindings = [...options.bindings, ...moduleBindings(module)];
  return { ...options, bindings: bindings.sort((a, b) => byCodeUnit(firstName(a), firstName(b))) };
}

/** `config.a.b = …` where the module is a single attribute, as people write it. */
function moduleBindings(module: Expression): readonly Binding[] {
  if (module.kind === "attribute-set" && module.bindings.length === 1 && !module.recursive) {
    const [only] = module.bindings;
    if (only?.kind === "binding" && only.path[0] !== "imports") {
      return [{ ...only, path: ["config", ...only.path] }];
    }
  }
  return [binding("config", module)];
}

function firstName(one: Binding): string {
  const name = one.kind === "binding" ? one.path[0] : one.names[0];
  return typeof name === "string" ? name : "";
}
