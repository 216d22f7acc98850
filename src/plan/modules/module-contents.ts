import { attributeSet, binding, call, identifier, list, select } from "../../nix/build.js";
import type { Conversion, Spot } from "../../nix/conversion.js";
import { convert } from "../../nix/literal.js";
import { readProperty } from "../../nix/property.js";
import type { Expression } from "../../nix/syntax.js";
import { isNixExpression, nixExpression } from "../../nix/value.js";
import { reportDottedNames } from "./dotted-names.js";
import { shortly } from "../schema/expectation.js";
import { moduleHint } from "./module-hint.js";
import { optionTypes } from "./module-calls.js";
import { modulePlaces, type ModulePlaces } from "./module-places.js";
import { moduleOption } from "./module-option.js";
import {
  asPart,
  asSubmodule,
  bareOwnerOf,
  inFunction,
  moduleOwner,
  withBareNames,
} from "./module-owners.js";
import { asModule, callModule, type ModuleContext } from "./modules.js";
import { isPlainObject } from "../plain-object.js";
import { specialArgsOf, type SpecialArgs } from "./special-args.js";
import { NP058, NP060, NP061 } from "../../problems/codes/definition.js";

/**
 * Definitions of options: what a module has in its `config`, and what `lib.mkIf` and its kin hold
 * there. Modules are no definitions (lib/modules.nix), so a function is called with the arguments of the
 * module around it, and several are merged.
 */
export class Definitions implements Spot {
  /**
   * @param named the arguments that functions ask for; they become those of the module around
   * @param holder where they are written: right in the module, beside its imports; in the `config` of
   *   a module in the long form; or in what a property holds
   */
  constructor(
    private readonly context: ModuleContext,
    private readonly named: Set<string>,
    private readonly holder: "module" | "long form" | "property" = "property",
  ) {}

  at(key: string | number): Spot | undefined {
    if (this.holder === "property" && typeof key === "string" && Object.hasOwn(noOptions, key)) {
      return new NoOption(key as keyof typeof noOptions);
    }
    return placeOfModules(modulePlaces.at(key), this.context);
  }

  convert(value: unknown, conversion: Conversion): Expression | undefined {
    if (this.holder !== "property") return this.#direct(value, conversion);
    if (readProperty(value) !== undefined) return undefined;
    if (isNixExpression(value)) return this.#file(value[nixExpression].kind, conversion);
    if (typeof value === "function") return this.#call(value as () => unknown, conversion);
    if (Array.isArray(value)) {
      const items = convert(value, conversion.in({ at: () => this }));
      return call(select(identifier("lib", bareOwnerOf(this.context, "lib")), ["mkMerge"]), items);
    }
    if (!isPlainObject(value)) {
      conversion.report(NP058.noModule({ what: shortly(value), ...moduleHint(value) }));
      return emptySet;
    }
    return undefined;
  }

  /** What a property holds is written as such; of anything else NixOS says what is wrong. */
  #direct(value: unknown, conversion: Conversion): Expression | undefined {
    if (readProperty(value) !== undefined) {
      return convert(value, conversion.in(new Definitions(this.context, this.named)));
    }
    return typeof value === "function" && !isNixExpression(value)
      ? this.#call(value as () => unknown, conversion)
      : undefined;
  }

  /** A path is a module, and no definition of options. */
  #file(kind: string, conversion: Conversion): Expression | undefined {
    if (kind !== "file") return undefined;
    conversion.report(NP061.file());
    return emptySet;
  }

  #call(callback: () => unknown, conversion: Conversion): Expression {
    const context = {
      ...this.context,
      literals: { ...this.context.literals, path: conversion.path },
    };
    const result = callModule(callback, this.named, context);
    if (result === undefined) return emptySet;
    reportDottedNames(result.value, context);
    const inner = inFunction(context, this.named);
    const spot = new Definitions(inner, this.named, this.holder);
    return withBareNames(convert(result.value, conversion.in(spot)), inner);
  }
}

/** A module in the long form: its options are defined in `config`, and declared in `options`. */
export function longForm(definitions: Definitions, context: ModuleContext): Spot {
  return {
    at: (key) =>
      key === "config" ? definitions : key === "options" ? optionTypes(context) : undefined,
  };
}

const emptySet: Expression = { kind: "attribute-set", recursive: false, bindings: [] };

/**
 * A way from a module's options to a place of modules, or such a place.
 * @param own a system's `specialArgs`
 */
function placeOfModules(
  places: ModulePlaces | undefined,
  context: ModuleContext,
  own?: SpecialArgs,
): Spot | undefined {
  if (places === undefined) return undefined;
  const at = (key: string | number): Spot | undefined => placeOfModules(places.at(key), context);
  const { kind } = places;
  if (kind === undefined) {
    return {
      at,
      convert: (value, conversion) => ofSystem(value, conversion, places, context),
    };
  }
  return {
    at,
    convert: (value, conversion) => {
      const { literals, specialArgs } = context;
      const { path } = conversion;
      const inner: ModuleContext =
        kind === "part"
          ? { ...asPart(context, path), listed: new Set([...specialArgs, ...places.given]) }
          : {
              ...context,
              literals: { ...literals, path, owner: moduleOwner(path) },
              specialArgs: own?.names ?? new Set(),
              listed: own?.listed,
              part: undefined,
              enclosed: false,
              outerOwner: bareOwnerOf(context, "lib"),
            };
      return moduleOption(value, { ...inner, conversion });
    },
  };
}

/** A system among options, such as a nested container: its `specialArgs` are arguments in its `config`. */
function ofSystem(
  value: unknown,
  conversion: Conversion,
  places: ModulePlaces,
  context: ModuleContext,
): Expression | undefined {
  if (places.at("config")?.kind !== "system" || isNixExpression(value)) return undefined;
  if (typeof value === "function") {
    const outer = asSubmodule(context, conversion.path);
    const named = new Set<string>();
    const result = callModule(value as () => unknown, named, outer);
    if (result === undefined) return emptySet;
    const inner = inFunction(outer, named);
    const options = isNixExpression(result.value)
      ? convert(result.value, conversion.in(undefined))
      : systemOptions(result.value, conversion, places, inner);
    // To NixOS, a function gives a module in the long form.
    const module = attributeSet([binding("config", options)]);
    return asModule(withBareNames(module, inner), named, inner);
  }
  return isPlainObject(value) ? systemOptions(value, conversion, places, context) : undefined;
}

function systemOptions(
  value: Readonly<Record<string, unknown>>,
  conversion: Conversion,
  places: ModulePlaces,
  context: ModuleContext,
): Expression {
  const own = specialArgsOf([value.specialArgs], context.literals);
  const at = (key: string | number): Spot | undefined =>
    placeOfModules(places.at(key), context, own);
  return convert(value, conversion.in({ at }));
}

/** What a module has beside options, and what to write where it stands among them. */
const noOptions = {
  imports:
    "imports hold always: write them in a module of their own, `config: [{ imports: [ … ] }, … ]`",
  disabledModules: "write it in a module of its own, `config: [{ disabledModules: [ … ] }, … ]`",
  options: "declare options in a module of their own, `config: [{ options: … }, … ]`",
  config: "leave `config` out, and write what is in it",
} as const;

class NoOption implements Spot {
  constructor(private readonly name: keyof typeof noOptions) {}

  at(): undefined {
    return undefined;
  }

  convert(_value: unknown, conversion: Conversion): Expression {
    const { name } = this;
    conversion.report(NP060.noOption({ name, hint: noOptions[name] }, { atKey: true }));
    return list([]);
  }
}
