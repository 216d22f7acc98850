import { isFree } from "../nix/free-variables.js";
import { hostOwner } from "../nix/syntax.js";
import { binderOf, type VariableUse } from "../nix/variables.js";
import type { Problem } from "../problems/problem.js";

type Meaning = "host" | "container";

interface First {
  readonly meaning: Meaning;
  readonly use: VariableUse;
}

/** Of these, host and container mostly have the same. */
const alike = new Set(["modulesPath", "pkgs", "utils"]);

/**
 * What names in the text of templates mean, over all containers of a plan: one template that is
 * printed where they are the host's, and again where they are a container's own, is two values (NP322).
 */
export class TemplateMeanings {
  readonly #known = new Map<object, Map<string, First>>();
  readonly #told = new Set<object>();

  /** Notes the uses of a container; gives a problem for each template that means another thing now. */
  note(uses: readonly VariableUse[]): Problem[] {
    return uses.flatMap((use) => {
      const { name, spelling } = use;
      const meaning = meaningOf(use);
      if (meaning === undefined || spelling === undefined || name === "lib") return [];
      const { template } = spelling;
      const names = this.#known.get(template) ?? new Map<string, First>();
      this.#known.set(template, names);
      const before = names.get(name);
      if (before === undefined) names.set(name, { meaning, use });
      if (before === undefined || before.meaning === meaning || this.#told.has(template)) return [];
      this.#told.add(template);
      return [problemOf(use, before)];
    });
  }
}

function meaningOf(use: VariableUse): Meaning | undefined {
  if (use.owner === hostOwner) return "host";
  if (use.owner !== undefined) return "container";
  const binder = binderOf(use.name, use.scope);
  if (binder !== undefined) return binder.owner === undefined ? undefined : "container";
  return isFree(use) ? "host" : undefined;
}

function problemOf({ name, spelling }: VariableUse, before: First): Problem {
  const place = spelling?.place();
  const path = spelling?.path ?? [];
  const other = before.use.spelling?.path;
  return {
    code: "NP322",
    severity: alike.has(name) ? "warning" : "error",
    message: `\`${name}\` in this template is the host's in one place where it is used, and the container's own in another`,
    hint: `write \`\${host.${name}}\` for the host's, with \`host\` imported from "nixpawn", or \`\${${name}}\` for the container's`,
    path,
    ...(place === undefined ? {} : { place }),
    ...(other === undefined
      ? {}
      : { relatedPaths: [{ message: "it is used here, too", path: other }] }),
  };
}
