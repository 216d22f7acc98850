import { attributeSet, binding } from "../nix/build.js";
import { Conversion, type Spot } from "../nix/conversion.js";
import { convert, type LiteralContext } from "../nix/literal.js";
import { readProperty } from "../nix/property.js";
import { hostOwner, type Binding, type Expression, type Owner } from "../nix/syntax.js";
import { contentsOf, isData, type Options } from "./views/container-parts.js";
import { moduleOption } from "./modules/module-option.js";
import { moduleOwner } from "./modules/module-owners.js";
import { byCodeUnit } from "./modules/modules.js";
import { specialArgsOf, type SpecialArgs } from "./modules/special-args.js";
import type { ValuePlaces } from "./value-places.js";

/**
 * A container as the Nix value of `containers.<name>`: its options, keys sorted, as they are or under
 * `lib.mkIf` and its like. What cannot be said in Nix is reported.
 * @param declared arguments that the config declares (the setting `hostArguments`)
 */
export function containerSyntax(
  written: unknown,
  literals: LiteralContext,
  valuePlaces: ValuePlaces,
  declared?: ReadonlySet<string>,
): Expression {
  const given = contentsOf(written).parts.map(({ options }) => options.specialArgs);
  const { names: specialArgs, listed } = specialArgsOf(given, literals, declared);
  const owner = moduleOwner([...literals.path, "config"]);
  const spot: Spot = {
    at: () => undefined,
    convert: (value, conversion) => {
      if (readProperty(value) !== undefined) return undefined;
      // What is no object is the schema's to refuse.
      if (!isData(value)) return attributeSet([]);
      return optionsSyntax(value, conversion, { owner, specialArgs, listed, valuePlaces });
    },
  };
  return convert(written, new Conversion({ ...literals, owner: hostOwner }).in(spot));
}

/** What all modules of a container have in common. */
interface OfContainer {
  readonly owner: Owner;
  readonly specialArgs: SpecialArgs["names"];
  readonly listed: SpecialArgs["listed"];
  readonly valuePlaces: ValuePlaces;
}

function optionsSyntax(
  given: Options,
  conversion: Conversion,
  { owner, ...ofContainer }: OfContainer,
): Expression {
  const { config, ...plain } = given;
  const options = convert(plain, conversion.in(undefined));
  if (config === undefined || options.kind !== "attribute-set") return options;
  const module = moduleOption(config, {
    literals: { ...conversion.context, path: [...conversion.path, "config"], owner },
    ...ofContainer,
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
