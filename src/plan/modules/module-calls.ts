import type { Spot } from "../../nix/conversion.js";
import { isNixExpression, type ExpressionSource } from "../../nix/value.js";
import { asSubmodule } from "./module-owners.js";
import { moduleExpression, type ModuleContext } from "./modules.js";
import { isPlainObject } from "../plain-object.js";

type Reference = Extract<ExpressionSource, { readonly kind: "reference" }>;

/** Functions of nixpkgs' `lib` (lib/lists.nix) that give a list of what is in their arguments. */
const listFunctions = /^(?:optionals?|singleton|flatten|concatLists|reverseList|unique)$/;

/** `imports` as an expression: modules stand in calls such as `lib.optionals(…, [ … ])`. */
export function listedModules(context: ModuleContext): Spot {
  const spot = (isItem: boolean): Spot => ({
    at: () => spot(true),
    argument: (source) => {
      const name = calledName(source);
      return listFunctions.test(name)
        ? spot(name === "optional" || name === "singleton")
        : undefined;
    },
    convert: (value, conversion) => {
      if (isNixExpression(value) || Array.isArray(value)) return undefined;
      const isModule = typeof value === "function" || (isItem && isPlainObject(value));
      const literals = { ...context.literals, path: conversion.path };
      return isModule ? moduleExpression(value, { ...context, literals, conversion }) : undefined;
    },
  });
  return spot(false);
}

/** Where options are declared: a type may have modules in it, `lib.types.submodule(({ name }) => …)`. */
export function optionTypes(context: ModuleContext): Spot {
  const module: Spot = {
    at: () => module,
    convert: (value, conversion) =>
      typeof value === "function" && !isNixExpression(value)
        ? moduleExpression(value, { ...asSubmodule(context, conversion.path), conversion })
        : undefined,
  };
  const ofSubmodule: Spot = { at: (key) => (key === "modules" ? module : undefined) };
  const spot: Spot = {
    at: () => spot,
    argument: (source) => {
      const name = calledName(source);
      if (name === "submodule") return module;
      return name === "submoduleWith" ? ofSubmodule : spot;
    },
  };
  return spot;
}

/** The last name of what is called: `optional` of `lib.optional(…)`. */
function calledName({ steps }: Reference): string {
  const first = steps.findIndex((one) => one.kind === "apply");
  const last = steps[first - 1];
  return last?.kind === "select" ? last.attribute : "";
}
