import type { Spot } from "../../nix/conversion.js";
import { isFree } from "../../nix/free-variables.js";
import { toExpression } from "../../nix/literal.js";
import { isOverride, readProperty, type Property } from "../../nix/property.js";
import { hostOwner, type Expression, type Owner } from "../../nix/syntax.js";
import { variablesOf } from "../../nix/variables.js";
import { call, identifier, list, select } from "../../nix/build.js";
import { reportDottedNames } from "./dotted-names.js";
import { Definitions } from "./module-contents.js";
import { withOwner } from "./module-owners.js";
import {
  asModule,
  enter,
  moduleExpression,
  ownArguments,
  within,
  write,
  type ModuleContext,
} from "./modules.js";

/**
 * The definition of an option that takes modules, such as a container's `config`. What `lib.mkIf` and
 * its kin hold there are modules again, functions and `imports` too: nixpkgs works them off before it
 * looks at the value (dischargeProperties of lib/modules.nix).
 */
export function moduleOption(value: unknown, given: ModuleContext): Expression {
  const outer = withOwner(given);
  const property = readProperty(value);
  if (property !== undefined) return propertyOption(value, property, outer);
  if (!Array.isArray(value) || !value.some((one) => isConditional(one, outer))) {
    return moduleExpression(value, outer);
  }
  // A condition of the host stands around a module; among `imports` it could not have any.
  const context = enter(value, outer);
  if (context === undefined) return moduleExpression(value, outer);
  const items = value.map((one: unknown, index) => {
    const inner = within(context, index);
    const own = readProperty(one);
    // Among others, what one definition forces must not take away the others as a whole.
    return own !== undefined && holdsOverride(own)
      ? moduleExpression(one, inner)
      : moduleOption(one, inner);
  });
  return call(select(identifier("lib", around(outer)), ["mkMerge"]), list(items));
}

function propertyOption(value: unknown, property: Property, outer: ModuleContext): Expression {
  if (property.before.some((one) => needsModule(one, outer))) {
    // What only the module around can know is said in it.
    const named = new Set<string>();
    reportDottedNames(value, outer);
    return asModule(write(value, outer, new Definitions(outer, named)), named, outer);
  }
  const context = enter(value, outer);
  if (context === undefined) return moduleExpression([], outer);
  const spot: Spot = {
    at: () => undefined,
    convert: (inner, conversion) =>
      inner === value
        ? undefined
        : moduleOption(inner, {
            ...context,
            literals: { ...context.literals, path: conversion.path },
            conversion,
          }),
  };
  // The property itself is what the module around knows.
  const owner = context.part === undefined ? around(context) : context.literals.owner;
  const literals = { ...context.literals, ...(owner === undefined ? {} : { owner }) };
  return write(value, { ...context, literals }, spot);
}

/** `lib.mkIf` with a condition that is known outside of the module. */
function isConditional(value: unknown, context: ModuleContext): boolean {
  const property = readProperty(value);
  return property?.name === "mkIf" && !property.before.some((one) => needsModule(one, context));
}

/** Whether something that says its strength is in a property, or is one. */
function holdsOverride(property: Property): boolean {
  const { name, content } = property;
  if (isOverride(property)) return true;
  const inner: readonly unknown[] =
    name === "mkMerge" && Array.isArray(content) ? content : [content];
  return inner.some((one) => {
    const own = readProperty(one);
    return own !== undefined && holdsOverride(own);
  });
}

/** Whether a condition asks for what only a module of the container has. */
function needsModule(condition: unknown, context: ModuleContext): boolean {
  // What is imported is that of the system around, and has nothing to do with the module.
  if (context.part !== undefined) return false;
  const silent = { ...context.literals, verdicts: undefined, report: () => undefined };
  const own = ownArguments(context);
  return variablesOf(toExpression(condition, silent)).some((use) =>
    use.owner === undefined
      ? isFree(use) && own.has(use.name)
      : use.owner === context.literals.owner && use.name !== "lib",
  );
}

/** Whose the arguments around a module are. */
function around({ outerOwner = hostOwner }: ModuleContext): Owner {
  return outerOwner;
}
