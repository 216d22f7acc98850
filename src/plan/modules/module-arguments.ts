import { isFree } from "../../nix/free-variables.js";
import type { Expression, Owner } from "../../nix/syntax.js";
import { eachVariable, type Scope } from "../../nix/variables.js";

/**
 * The arguments that a module has to take for what is in it: those that have its owner and that no
 * module within takes itself, and free names of templates that are known as arguments.
 */
export function argumentsUsed(
  body: Expression,
  owner: Owner,
  known: (name: string) => boolean,
): Set<string> {
  const used = new Set<string>();
  eachVariable(body, (use) => {
    if (use.owner === undefined) {
      if (isFree(use) && known(use.name)) used.add(use.name);
    } else if (use.owner === owner && !isTaken(use.name, owner, use.scope)) used.add(use.name);
  });
  return used;
}

/** The arguments with the module's owner alone. */
export function argumentsOwned(body: Expression, owner: Owner): Set<string> {
  return argumentsUsed(body, owner, () => false);
}

/** Whether a module around takes an argument itself. */
export function isTaken(name: string, owner: Owner, scope: Scope | undefined): boolean {
  for (let at = scope; at !== undefined; at = at.outer) {
    if (at.owner === owner && at.names.has(name)) return true;
  }
  return false;
}
