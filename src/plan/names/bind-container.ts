import type { TargetName } from "../../authoring/target-names.js";
import { bindOwned } from "../../nix/bind-owned.js";
import { isFree } from "../../nix/free-variables.js";
import type { Expression } from "../../nix/syntax.js";
import { variablesOf, type VariableUse } from "../../nix/variables.js";
import { isNixExpression } from "../../nix/value.js";
import type { Problem, ValuePath } from "../../problems/problem.js";
import { moduleOwner } from "../modules/module-owners.js";
import { byCodeUnit } from "../modules/modules.js";
import { isPlainObject } from "../plain-object.js";
import type { PlannedContainer } from "../plan.js";
import { propertyProblems } from "./property-problems.js";
import { selfReadProblems } from "./self-reads.js";
import type { TemplateMeanings } from "./template-meanings.js";
import { unboundNames } from "./unbound-names.js";
import { unknownArguments } from "./unknown-arguments.js";

/** What a container has to know of the host, and of the other containers of the plan. */
export interface HostSurroundings {
  readonly target: TargetName;
  /** Arguments that the host's modules are given. */
  readonly known: ReadonlySet<string>;
  /** Those among them that the config declares. */
  readonly declared: ReadonlySet<string>;
  readonly meanings: TemplateMeanings;
}

/**
 * Sees to it that each variable of a container means what its owner has, and reports those that mean
 * two things, nothing, or themselves.
 */
export function bindContainer(
  name: string,
  given: Readonly<Record<string, unknown>>,
  syntax: Expression,
  { target, known, declared, meanings }: HostSurroundings,
): {
  readonly bound: Pick<PlannedContainer, "syntax" | "formals" | "hostNames">;
  readonly problems: readonly Problem[];
} {
  const { specialArgs } = given;
  const container = new Set(isPlainObject(specialArgs) ? Object.keys(specialArgs) : []);
  const uses = variablesOf(syntax);
  const { expression, hostNames, strays } = bindOwned(syntax, uses);
  const bound = hostNames.size === 0 && expression === syntax ? uses : variablesOf(expression);
  return {
    bound: { syntax: expression, formals: formalsOf(bound, hostNames), hostNames },
    problems: [
      ...strayProblems(strays, [name, "config"]),
      ...meanings.note(uses),
      ...unboundNames(uses, { host: known, container }),
      ...unknownArguments(syntax, uses, {
        owner: moduleOwner([name, "config"]),
        specialArgs:
          specialArgs === undefined || isPlainObject(specialArgs) ? container : undefined,
        declared,
      }),
      ...propertyProblems(syntax, uses),
      ...selfReadProblems(
        syntax,
        [name],
        {
          option: [...(target === "systemd.containers" ? ["systemd"] : []), "containers", name],
          givenPackages: container.has("pkgs") || isNixExpression(specialArgs),
        },
        uses,
      ),
    ],
  };
}

/** The host's arguments that are used, sorted: under their own names or under second ones. */
function formalsOf(uses: readonly VariableUse[], hostNames: ReadonlyMap<string, string>): string[] {
  const names = new Set(uses.filter(isFree).map(({ name }) => name));
  for (const [first, second] of hostNames) {
    names.delete(second);
    names.add(first);
  }
  return [...names].sort(byCodeUnit);
}

/** NP328 for each name once. */
function strayProblems(strays: readonly VariableUse[], path: ValuePath): Problem[] {
  return [...new Set(strays.map((one) => one.name))].map((name) => ({
    code: "NP328",
    severity: "error",
    message: `an argument \`${name}\` of another module's function is used here`,
    hint: `use it within what that function returns; for the host's write \`host.${name}\``,
    path,
  }));
}
