import { callSite } from "../authoring/call-site.js";
import { reference } from "../authoring/references.js";
import { SiteError } from "../authoring/site-error.js";
import { attributeSet, binding, formals, lambda, list } from "../nix/build.js";
import { moduleArguments } from "../nix/free-variables.js";
import { isIdentifier } from "../nix/names.js";
import { toExpression, type LiteralContext } from "../nix/literal.js";
import { hostOwner, type Expression, type Owner } from "../nix/syntax.js";
import { isNixExpression, type CallSite } from "../nix/value.js";
import { ProblemError, type Problem, type ValuePath } from "../problems/problem.js";
import { callUser } from "./call-user.js";
import { shortly } from "./expectation.js";
import { argumentsUsed } from "./module-arguments.js";
import { isPlainObject } from "./plain-object.js";
import type { Whereabouts } from "./whereabouts.js";
import { wholeModule } from "./whole-module.js";

export interface ModuleContext {
  /** How values become syntax; its `path` is that of the module. */
  readonly literals: LiteralContext;
  /** Names that are arguments of the container's modules, beside NixOS's own. */
  readonly specialArgs: ReadonlySet<string>;
  readonly whereabouts: Whereabouts;
  /** The modules around the module. */
  readonly around?: readonly unknown[];
  /** Whether a module of the same NixOS that takes arguments may be printed around it. */
  readonly enclosed?: boolean;
}

/** Modules within modules; deeper, one imports itself without end. */
const deepest = 100;

/**
 * A container's `config` as a NixOS module. Variables that are module arguments become formals of
 * the module; any other free variable is the host's (`inputs`, say) and stays free.
 *
 * `literals.owner` is the NixOS that the module is of; without one it is that of its path.
 */
export function moduleExpression(value: unknown, given: ModuleContext): Expression {
  const { around = [] } = given;
  const outer = withOwner(given);
  if (around.includes(value) && typeof value === "object") {
    return refuse("NP304", "this module is part of itself", outer);
  }
  if (around.length > deepest) {
    return refuse("NP306", `modules are nested more than ${deepest} levels deep`, outer);
  }
  const context = { ...outer, around: [...around, value] };
  if (Array.isArray(value)) {
    if (value.length === 1) return moduleExpression(value[0], within(context, 0));
    return attributeSet({ imports: importList(value, context) });
  }
  if (isNixExpression(value)) {
    const expression = toExpression(value, context.literals);
    if (expression.kind === "attribute-set") return asModule(expression, new Set(), context);
    return wholeModule(expression, ownerOf(context), context.enclosed === true);
  }
  if (typeof value === "function") return moduleFromFunction(value as ModuleCallback, context);
  if (isPlainObject(value)) return asModule(attributes(value, context), new Set(), context);
  return refuse(
    "NP058",
    `a NixOS module must be an object, a function or a Nix expression, not ${shortly(value)}`,
    context,
  );
}

/** Reports what is wrong with a module and puts an empty one in its place. */
function refuse(code: Problem["code"], message: string, { literals }: ModuleContext): Expression {
  literals.report({ code, severity: "error", message, path: literals.path });
  return attributeSet([]);
}

type ModuleCallback = (given: object) => unknown;

function moduleFromFunction(callback: ModuleCallback, context: ModuleContext): Expression {
  const { path } = context.literals;
  const named = new Set<string>();
  const given = new Proxy(
    {},
    {
      get: function argument(_target, key) {
        if (typeof key === "symbol") return undefined;
        if (!isIdentifier(key)) throw noArgument(key, callSite(argument));
        named.add(key);
        return reference(key, ownerOf(context));
      },
      has: () => true,
    },
  );
  let result: unknown;
  try {
    result = callUser("the module's function", path, () => callback(given), context.whereabouts);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    error.problems.forEach((one) => {
      context.literals.report(one);
    });
    return attributeSet([]);
  }
  context.whereabouts.origins?.setResult(callback, result);
  if (isNixExpression(result))
    return asModule(toExpression(result, context.literals), named, context);
  if (isPlainObject(result)) return asModule(attributes(result, context), named, context);
  return refuse(
    "NP058",
    `the module's function must return an object, not ${shortly(result)}`,
    context,
  );
}

function noArgument(name: string, site: CallSite | undefined): SiteError {
  return new SiteError(
    {
      code: "NP058",
      severity: "error",
      message: `a NixOS module cannot have an argument called \`${name}\``,
      hint: "names of arguments are letters, digits, `_`, `-` and `'`, and no word of Nix",
    },
    site,
  );
}

/** An object's attributes, with its imports as modules of their own, first. */
function attributes(value: Readonly<Record<string, unknown>>, context: ModuleContext): Expression {
  const { imports, ...rest } = value;
  const expression = toExpression(rest, context.literals);
  if (imports === undefined || expression.kind !== "attribute-set") return expression;
  const inner = { ...within(context, "imports"), enclosed: true };
  const modules = Array.isArray(imports)
    ? importList(imports, inner)
    : isNixExpression(imports)
      ? toExpression(imports, inner.literals)
      : list([moduleExpression(imports, inner)]);
  return { ...expression, bindings: [binding("imports", modules), ...expression.bindings] };
}

function importList(modules: readonly unknown[], context: ModuleContext): Expression {
  return list(modules.map((one, index) => moduleExpression(one, within(context, index))));
}

/** Puts the formals that a module uses before its body; none, and it stays bare (statix W10). */
function asModule(
  body: Expression,
  named: ReadonlySet<string>,
  context: ModuleContext,
): Expression {
  const owner = ownerOf(context);
  const known = (name: string): boolean =>
    moduleArguments.has(name) || context.specialArgs.has(name) || named.has(name);
  const used = [...argumentsUsed(body, owner, known)].sort(byCodeUnit);
  if (used.length === 0) return body;
  return { ...lambda(formals(used, { ellipsis: true }), body), owner };
}

function withOwner(context: ModuleContext): ModuleContext {
  const { literals } = context;
  if (literals.owner !== undefined && literals.owner !== hostOwner) return context;
  return { ...context, literals: { ...literals, owner: literals.path.join(".") } };
}

function ownerOf({ literals }: ModuleContext): Owner {
  return literals.owner ?? hostOwner;
}

function within(context: ModuleContext, key: string | number): ModuleContext {
  const path: ValuePath = [...context.literals.path, key];
  return { ...context, literals: { ...context.literals, path } };
}

/** The same order on every machine, whatever its locale. */
export function byCodeUnit(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
