import { attributeSet, binding } from "../nix/build.js";
import { Conversion, type Spot } from "../nix/conversion.js";
import { convert, type LiteralContext } from "../nix/literal.js";
import { readProperty } from "../nix/property.js";
import { hostOwner, type Binding, type Expression, type Owner } from "../nix/syntax.js";
import { contentsOf, isData, type Options } from "./container-parts.js";
import { moduleOption } from "./module-option.js";
import { moduleOwner } from "./module-owners.js";
import { byCodeUnit } from "./modules.js";
import { isPlainObject } from "./plain-object.js";
import type { Whereabouts } from "./whereabouts.js";

/**
 * A container as the Nix value of `containers.<name>`: its options, keys sorted, as they are or under
 * `lib.mkIf` and its like. What cannot be said in Nix is reported.
 */
export function containerSyntax(
  written: unknown,
  literals: LiteralContext,
  whereabouts: Whereabouts,
): Expression {
  const specialArgs = namesOfSpecialArgs(written);
  const owner = moduleOwner([...literals.path, "config"]);
  const spot: Spot = {
    at: () => undefined,
    convert: (value, conversion) => {
      if (readProperty(value) !== undefined) return undefined;
      // What is no object is the schema's to refuse.
      if (!isData(value)) return attributeSet([]);
      return optionsSyntax(value, conversion, { owner, specialArgs, whereabouts });
    },
  };
  return convert(written, new Conversion({ ...literals, owner: hostOwner }).in(spot));
}

/** The names of arguments of the container's modules, beside NixOS's own. */
function namesOfSpecialArgs(written: unknown): ReadonlySet<string> {
  const given = contentsOf(written).parts.map(({ options }) => options.specialArgs);
  return new Set(given.flatMap((one) => (isPlainObject(one) ? Object.keys(one) : [])));
}

/** What all modules of a container have in common. */
interface OfContainer {
  readonly owner: Owner;
  readonly specialArgs: ReadonlySet<string>;
  readonly whereabouts: Whereabouts;
}

function optionsSyntax(
  given: Options,
  conversion: Conversion,
  { owner, specialArgs, whereabouts }: OfContainer,
): Expression {
  const { config, ...plain } = given;
  const options = convert(plain, conversion.in(undefined));
  if (config === undefined || options.kind !== "attribute-set") return options;
  const module = moduleOption(config, {
    literals: { ...conversion.context, path: [...conversion.path, "config"], owner },
    specialArgs,
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
