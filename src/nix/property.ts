import {
  isNixExpression,
  nixExpression,
  type ExpressionSource,
  type NixExpression,
} from "./value.js";

type Reference = Extract<ExpressionSource, { kind: "reference" }>;

/**
 * The properties of definitions (nixpkgs lib/modules.nix), by how many arguments stand before the
 * content. They say when a definition holds (`mkIf`), how strong it is (`mkForce`), where it stands
 * among others (`mkBefore`), or that there are several (`mkMerge`).
 */
const argumentsBefore = {
  mkIf: 1,
  mkAssert: 2,
  mkMerge: 0,
  mkOverride: 1,
  mkForce: 0,
  mkDefault: 0,
  mkOptionDefault: 0,
  mkImageMediaOverride: 0,
  mkVMOverride: 0,
  mkOrder: 1,
  mkBefore: 0,
  mkAfter: 0,
} as const;

export type PropertyName = keyof typeof argumentsBefore;

/** What the fixed ones stand for (lib/modules.nix); a definition without any has 100. */
const priorities: Partial<Record<PropertyName, number>> = {
  mkVMOverride: 10,
  mkForce: 50,
  mkImageMediaOverride: 60,
  mkDefault: 1000,
  mkOptionDefault: 1500,
};

/** `lib.mkIf(condition, content)` and its kin, called with all of their arguments. */
export interface Property {
  readonly name: PropertyName;
  /** The condition, the priority or the order; nothing for the others. */
  readonly before: readonly unknown[];
  readonly content: unknown;
  /** Which of the arguments the content is: the step of a path that leads to it. */
  readonly step: number;
}

/** A value as a property of a definition; undefined for all else. */
export function readProperty(value: unknown): Property | undefined {
  if (!isNixExpression(value)) return undefined;
  const source = value[nixExpression];
  return source.kind === "reference" ? propertyOf(source) : undefined;
}

/** `readProperty` of a reference. */
export function propertyOf(source: Reference): Property | undefined {
  const start = source.steps.findIndex((step) => step.kind === "apply");
  if (start < 0) return undefined;
  const names = [source.root];
  for (const step of source.steps.slice(0, start)) {
    if (step.kind === "select") names.push(step.attribute);
  }
  if (source.steps.slice(start).some((step) => step.kind === "select")) return undefined;
  const [owner, name = ""] = names.slice(-2);
  if (!(owner === "lib" || owner === "modules") || !isPropertyName(name)) return undefined;
  const given = argumentsOf(source);
  const step = argumentsBefore[name];
  if (given.length !== step + 1) return undefined;
  return { name, before: given.slice(0, step), content: given[step], step };
}

/** How many arguments the function of that name takes; undefined for one that makes no property. */
export function argumentsOfProperty(name: string): number | undefined {
  return isPropertyName(name) ? argumentsBefore[name] + 1 : undefined;
}

function isPropertyName(name: string): name is PropertyName {
  return Object.hasOwn(argumentsBefore, name);
}

/** All arguments that a reference is applied to, in the order of the text. */
export function argumentsOf({ steps }: Reference): readonly unknown[] {
  return steps.flatMap((step) => (step.kind === "apply" ? step.arguments : []));
}

/** The priority of a definition: the lower, the stronger; undefined where only Nix knows it. */
export function priorityOf({ name, before }: Property): number | undefined {
  if (name !== "mkOverride") return priorities[name] ?? 100;
  return typeof before[0] === "number" ? before[0] : undefined;
}

/** Whether a property is one of those that say how strong a definition is. */
export function isOverride({ name }: Property): boolean {
  return name === "mkOverride" || priorities[name] !== undefined;
}

/** The same property with another content. */
export function withContent(value: NixExpression, content: unknown): NixExpression {
  const source = value[nixExpression];
  if (source.kind !== "reference") return value;
  const last = source.steps.findLastIndex(
    (step) => step.kind === "apply" && step.arguments.length > 0,
  );
  const steps = source.steps.map((step, index) =>
    index === last && step.kind === "apply"
      ? { ...step, arguments: [...step.arguments.slice(0, -1), content] }
      : step,
  );
  return Object.freeze({ [nixExpression]: { ...source, steps } });
}

/** A property of nixpawn's own making, as if the config had called `lib`. */
export function makeProperty(name: PropertyName, ...given: readonly unknown[]): NixExpression {
  const steps = [
    { kind: "select", attribute: name },
    { kind: "apply", arguments: given },
  ] as const;
  return Object.freeze({
    [nixExpression]: { kind: "reference", root: "lib", steps, site: undefined } as const,
  });
}
