import { isFree, moduleArguments } from "../../nix/free-variables.js";
import { hostOwner, type Expression, type Owner } from "../../nix/syntax.js";
import { withOwners } from "../../nix/with-owners.js";
import type { ValuePath } from "../../problems/problem.js";
import type { ModuleContext } from "./modules.js";

/**
 * A module whose function has other arguments than the system around: as an object it has none, and
 * all that it names is the system's.
 */
export interface PartOfSystem {
  /** Of the arguments of its function. */
  readonly owner: Owner;
  /** The arguments that its function is always given. */
  readonly names: ReadonlySet<string>;
  /** Whose a name in the text of a template is: the system's, or that of the nearest function with it. */
  readonly bare: (name: string) => Owner;
  /** The arguments that this function asked for. */
  readonly asked: ReadonlySet<string>;
}

/** The context of a part that stands at a path in a module. */
export function asPart(
  context: ModuleContext,
  path: ValuePath,
  names: ReadonlySet<string> = moduleArguments,
): ModuleContext {
  const bare = (name: string): Owner => bareOwnerOf(context, name);
  const asked = context.part?.asked ?? new Set<string>();
  return {
    ...context,
    literals: { ...context.literals, path },
    part: { owner: partOwner(path), names, bare, asked },
    enclosed: false,
    outerOwner: bare("lib"),
  };
}

/** What nixpkgs gives the function of a submodule (lib/types.nix, lib/modules.nix). */
const submoduleArguments: ReadonlySet<string> = new Set(["config", "lib", "name", "options"]);

/** The context of a submodule that stands at a path in a module. */
export function asSubmodule(context: ModuleContext, path: ValuePath): ModuleContext {
  return { ...asPart(context, path, submoduleArguments), listed: new Set() };
}

/** The owner of the arguments of a module and of those that it imports. */
export function moduleOwner(path: ValuePath): Owner {
  return path.join(".");
}

/** The owner of the arguments of a module that is part of a system. */
function partOwner(path: ValuePath): Owner {
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

/** The owner of the name of an argument in the text of a template. */
export function bareOwnerOf({ literals, part }: ModuleContext, name: string): Owner {
  return part?.bare(name) ?? literals.owner ?? hostOwner;
}

/** The context of what a module's function returns: there, its arguments shadow those around. */
export function inFunction(context: ModuleContext, asked: ReadonlySet<string>): ModuleContext {
  const { part } = context;
  if (part === undefined) return context;
  const bare = (name: string): Owner => (part.names.has(name) ? part.owner : part.bare(name));
  return { ...context, part: { ...part, bare, asked } };
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
    if (moduleArguments.has(use.name)) return part.bare(use.name);
    return specialArgs.has(use.name) && !part.asked.has(use.name) ? literals.owner : undefined;
  });
}
