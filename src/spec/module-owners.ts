import { isFree, moduleArguments } from "../nix/free-variables.js";
import { hostOwner, type Expression, type Owner } from "../nix/syntax.js";
import { withOwners } from "../nix/with-owners.js";
import type { ValuePath } from "../problems/problem.js";
import type { ModuleContext } from "./modules.js";

/**
 * A module whose function has other arguments than the system around: as an object it has none, and
 * all that it names is the system's.
 */
export interface PartOfSystem {
  /** Of the arguments of its function. */
  readonly owner: Owner;
  /** Whose the names in the text of templates are: the system's, or those of the nearest function. */
  readonly bare: Owner;
  /** The arguments that this function asked for. */
  readonly asked: ReadonlySet<string>;
}

/** The owner of the arguments of a module and of those that it imports. */
export function moduleOwner(path: ValuePath): Owner {
  return path.join(".");
}

/** The owner of the arguments of a module that is part of a system. */
export function partOwner(path: ValuePath): Owner {
  return `part ${path.join(".")}`;
}

/** Whether an owner is such a part. No container's name has a blank. */
export function isPart(owner: Owner): boolean {
  return owner.startsWith("part ");
}

/** A module without an owner of its own has that of its path. */
export function withOwner(context: ModuleContext): ModuleContext {
  const { literals } = context;
  if (literals.owner !== undefined && literals.owner !== hostOwner) return context;
  return { ...context, literals: { ...literals, owner: moduleOwner(literals.path) } };
}

/** The owner of a module's arguments. */
export function ownerOf({ literals, part }: ModuleContext): Owner {
  return part?.owner ?? literals.owner ?? hostOwner;
}

/** The owner of names in the text of templates. */
export function bareOwnerOf({ literals, part }: ModuleContext): Owner {
  return part?.bare ?? literals.owner ?? hostOwner;
}

/** The context of what a module's function returns: there, its arguments shadow those around. */
export function inFunction(context: ModuleContext, asked: ReadonlySet<string>): ModuleContext {
  const { part } = context;
  return part === undefined ? context : { ...context, part: { ...part, bare: part.owner, asked } };
}

/**
 * Gives the names of arguments in the text of templates their owner, where that is not surely the
 * nearest module that takes some: what else is in a module must not change what they mean.
 */
export function withBareNames(expression: Expression, context: ModuleContext): Expression {
  const { part, specialArgs, literals } = context;
  if (part === undefined) return expression;
  return withOwners(expression, (use) => {
    if (use.owner !== undefined || !isFree(use)) return undefined;
    if (moduleArguments.has(use.name)) return part.bare;
    return specialArgs.has(use.name) && !part.asked.has(use.name) ? literals.owner : undefined;
  });
}
