import { attributeSet, binding, formals, lambda, list } from "../../nix/build.js";
import { Conversion, type Spot } from "../../nix/conversion.js";
import { moduleArguments } from "../../nix/free-variables.js";
import { convert, type LiteralContext } from "../../nix/literal.js";
import { readProperty } from "../../nix/property.js";
import { hostOwner, type Expression, type Owner } from "../../nix/syntax.js";
import { nameOf } from "../../authoring/misuse.js";
import { isNixExpression, type NixExpression } from "../../nix/value.js";
import { NP058 } from "../../problems/codes/definition.js";
import { NP304, NP306 } from "../../problems/codes/nix.js";
import { ProblemError, type Problem, type ValuePath } from "../../problems/problem.js";
import { callUser } from "../call-user.js";
import { refuseTooMany } from "../count-values.js";
import { shortly } from "../schema/expectation.js";
import { moduleHint } from "./module-hint.js";
import { listedModules } from "./module-calls.js";
import { givesList } from "./gives-list.js";
import { Definitions, longForm } from "./module-contents.js";
import { argumentsUsed } from "./module-arguments.js";
import {
  inFunction,
  ownerOf,
  withBareNames,
  withOwner,
  type PartOfSystem,
} from "./module-owners.js";
import { reportDottedNames } from "./dotted-names.js";
import { givenArguments } from "./given-arguments.js";
import { isPlainObject } from "../plain-object.js";
import type { ValuePlaces } from "../value-places.js";
import { wholeModule } from "./whole-module.js";

export interface ModuleContext {
  /** How values become syntax; its `path` is that of the module. */
  readonly literals: LiteralContext;
  /** Names that are arguments of the container's modules, beside NixOS's own. */
  readonly specialArgs: ReadonlySet<string>;
  /** Those that a spread of a function's arguments has beside NixOS's own, where it has others. */
  readonly listed?: ReadonlySet<string> | "unknown" | undefined;
  readonly valuePlaces: ValuePlaces;
  /** The modules around the module. */
  readonly around?: readonly unknown[];
  /** The conversion that the module is part of. */
  readonly conversion?: Conversion;
  /** Of a module within a system that is no system of its own: a home-manager user, a specialisation. */
  readonly part?: PartOfSystem | undefined;
  /** Whose the arguments around the module are: the host's, or those of the module it is nested in. */
  readonly outerOwner?: Owner;
  /** Whether a module of the same NixOS that takes arguments may be printed around it. */
  readonly enclosed?: boolean;
}

/** Modules within modules; deeper, one imports itself without end. */
const deepest = 100;

/**
 * A value as a NixOS module. Variables that are module arguments become formals of the module; any
 * other free variable is the host's (`inputs`, say) and stays free.
 *
 * `literals.owner` is the NixOS that the module is in; without one it is that of its path.
 */
export function moduleExpression(value: unknown, given: ModuleContext): Expression {
  const outer = withOwner(given);
  const context = enter(value, outer);
  if (context === undefined) return attributeSet([]);
  if (Array.isArray(value)) {
    if (value.length === 1) return moduleExpression(value[0], within(context, 0));
    return attributeSet({ imports: importList(value, context) });
  }
  const property = readProperty(value);
  if (property?.name === "mkMerge" && Array.isArray(property.content)) {
    return moduleExpression(property.content, within(context, property.step));
  }
  if (property !== undefined) {
    reportDottedNames(value, context);
    // Today's nixpkgs takes no mkOrder or mkMerge for a module; in its `config` all versions do.
    const named = new Set<string>();
    const definitions = write(value, context, new Definitions(context, named));
    return asModule(attributeSet({ config: definitions }), named, context);
  }
  if (isNixExpression(value)) {
    const expression = write(value, context, listedModules(context));
    if (expression.kind === "attribute-set") return asModule(expression, new Set(), context);
    if (givesList(expression)) return refuseList(value, context);
    return wholeModule(expression, {
      owner: ownerOf(context),
      outerOwner: context.outerOwner ?? hostOwner,
      enclosed: context.enclosed === true,
    });
  }
  if (typeof value === "function") return moduleFromFunction(value as ModuleCallback, context);
  if (isPlainObject(value)) {
    const named = new Set<string>();
    return asModule(attributes(value, named, context), named, context);
  }
  return refuse(NP058.noModule({ what: shortly(value), ...moduleHint(value) }), context);
}

/**
 * The context of what is in a module.
 * @returns undefined for a module that is part of itself, which is reported
 */
export function enter(value: unknown, outer: ModuleContext): ModuleContext | undefined {
  const { around = [] } = outer;
  if (around.includes(value) && typeof value === "object") {
    refuse(NP304.module(), outer);
    return undefined;
  }
  if (around.length > deepest) {
    refuse(NP306.modulesTooDeep({ most: deepest }), outer);
    return undefined;
  }
  return { ...outer, around: [...around, value] };
}

/** The value at the context's path as Nix, in a spot. */
export function write(value: unknown, context: ModuleContext, spot?: Spot): Expression {
  const { literals, conversion = new Conversion(literals) } = context;
  const written = convert(value, conversion.in(spot, literals.path).ownedBy(literals.owner));
  return withBareNames(written, context);
}

/** Reports what is wrong with a module and puts an empty one in its place. */
function refuse(problem: Problem, { literals }: ModuleContext): Expression {
  literals.report({ ...problem, path: literals.path });
  return attributeSet([]);
}

/** nixpkgs lib/modules.nix, loadModule: "Module imports can't be nested lists". */
function refuseList(value: NixExpression, context: ModuleContext): Expression {
  const isImport = context.literals.path.at(-2) === "imports";
  return refuse(NP058.listOfModules({ name: nameOf(value), isImport }), context);
}

type ModuleCallback = (given: object) => unknown;

function moduleFromFunction(callback: ModuleCallback, context: ModuleContext): Expression {
  const named = new Set<string>();
  const result = callModule(callback, named, context);
  if (result === undefined) return attributeSet([]);
  const { value } = result;
  const inner = inFunction(context, named);
  if (isNixExpression(value)) reportDottedNames(value, context);
  return asModule(
    isNixExpression(value)
      ? write(value, inner, readProperty(value) && new Definitions(inner, named))
      : attributes(value, named, inner),
    named,
    inner,
  );
}

/**
 * Calls a module's function with references to its arguments.
 * @param named the names that it asks for are added
 * @returns what it gave; undefined when it is no module, which is reported
 */
export function callModule(
  callback: ModuleCallback,
  named: Set<string>,
  context: ModuleContext,
):
  | { readonly value: NixExpression }
  | { readonly value: Readonly<Record<string, unknown>> }
  | undefined {
  const { path } = context.literals;
  const { part, specialArgs, listed = specialArgs } = context;
  const given = givenArguments(
    {
      owner: ownerOf(context),
      names: new Set([
        ...(part?.names ?? moduleArguments),
        ...(listed === "unknown" ? specialArgs : listed),
      ]),
      isOpen: listed === "unknown",
    },
    named,
  );
  let result: unknown;
  try {
    result = callUser("the module's function", path, () => callback(given), context.valuePlaces);
    context.valuePlaces.origins?.setResult(callback, result);
    refuseTooMany(result, path, context.valuePlaces.origins);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    error.problems.forEach((one) => {
      context.literals.report(one);
    });
    return undefined;
  }
  if (isNixExpression(result)) return { value: result };
  if (isPlainObject(result)) return { value: result };
  refuse(NP058.noObject({ what: shortly(result) }), context);
  return undefined;
}

/** An object's attributes, with its imports as modules of their own, first. */
function attributes(
  value: Readonly<Record<string, unknown>>,
  named: Set<string>,
  context: ModuleContext,
): Expression {
  const { imports, ...rest } = value;
  const isLong = rest.config !== undefined || rest.options !== undefined;
  reportDottedNames(isLong ? rest.config : rest, isLong ? within(context, "config") : context);
  const definitions = new Definitions(context, named, isLong ? "long form" : "module");
  const expression = write(rest, context, isLong ? longForm(definitions, context) : definitions);
  if (imports === undefined || expression.kind !== "attribute-set") return expression;
  const inner = { ...within(context, "imports"), enclosed: true };
  const modules = Array.isArray(imports)
    ? importList(imports, inner)
    : isNixExpression(imports)
      ? write(imports, inner, listedModules(inner))
      : list([moduleExpression(imports, inner)]);
  return { ...expression, bindings: [binding("imports", modules), ...expression.bindings] };
}

/** Modules as a list; those that `lib.mkMerge` lays together are as many. */
function importList(modules: readonly unknown[], context: ModuleContext): Expression {
  return list(modules.flatMap((one, index) => importItems(one, within(context, index))));
}

function importItems(one: unknown, context: ModuleContext): readonly Expression[] {
  const property = readProperty(one);
  if (property?.name !== "mkMerge" || !Array.isArray(property.content)) {
    return [moduleExpression(one, context)];
  }
  const inner = enter(property.content, within(context, property.step));
  const modules = importList(inner === undefined ? [] : property.content, inner ?? context);
  return modules.kind === "list" ? modules.items : [modules];
}

/** The names that are arguments of the container's modules, and may mean something else outside. */
export function ownArguments({ specialArgs }: ModuleContext): ReadonlySet<string> {
  return new Set(["config", "options", "pkgs", ...specialArgs]);
}

/** Puts the formals that a module uses before its body; none, and it stays bare (statix W10). */
export function asModule(
  body: Expression,
  named: ReadonlySet<string>,
  context: ModuleContext,
): Expression {
  const { specialArgs, part } = context;
  const owner = ownerOf(context);
  const isOwn = (name: string): boolean =>
    part === undefined && (moduleArguments.has(name) || specialArgs.has(name));
  const used = [...argumentsUsed(body, owner, (name) => named.has(name) || isOwn(name))];
  if (used.length === 0) return body;
  return { ...lambda(formals(used.sort(byCodeUnit), { ellipsis: true }), body), owner };
}

export function within(context: ModuleContext, key: string | number): ModuleContext {
  const path: ValuePath = [...context.literals.path, key];
  return { ...context, literals: { ...context.literals, path } };
}

/** The same order on every machine, whatever its locale. */
export function byCodeUnit(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
