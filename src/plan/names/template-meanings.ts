import { isFree } from "../../nix/free-variables.js";
import { hostOwner, type Owner } from "../../nix/syntax.js";
import { binderOf, type VariableUse } from "../../nix/variables.js";
import type { Problem } from "../../problems/problem.js";
import { isPart } from "../modules/module-owners.js";

/** Of which kind of module an argument is: a part of a container's system is a home-manager user, say. */
type Meaning = "host" | "container" | "part";

interface First {
  readonly meaning: Meaning;
  readonly use: VariableUse;
}

/**
 * Of these, host and container mostly have the same: a warning. Within one container nothing is told
 * of them: a home-manager user's `pkgs` is the system's with `useGlobalPkgs`, else the same nixpkgs
 * once more, and a template that names a package means that package in both.
 */
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
      const meanings = [before.meaning, meaning];
      if (!meanings.includes("host") && alike.has(name)) return [];
      this.#told.add(template);
      return [problemOf(use, before, meanings)];
    });
  }
}

function meaningOf(use: VariableUse): Meaning | undefined {
  if (use.owner !== undefined) return meaningOfOwner(use.owner);
  const binder = binderOf(use.name, use.scope);
  if (binder !== undefined) {
    return binder.owner === undefined ? undefined : meaningOfOwner(binder.owner);
  }
  return isFree(use) ? "host" : undefined;
}

function meaningOfOwner(owner: Owner): Meaning {
  if (owner === hostOwner) return "host";
  return isPart(owner) ? "part" : "container";
}

/** In the order in which they are told. */
const inWords: readonly {
  readonly meaning: Meaning;
  readonly words: string;
  readonly cure: (name: string) => string;
}[] = [
  {
    meaning: "host",
    words: "the host's",
    cure: (name) => `\`\${host.${name}}\` for the host's, with \`host\` imported from "nixpawn"`,
  },
  {
    meaning: "container",
    words: "the container's own",
    cure: (name) => `\`\${${name}}\` for the container's`,
  },
  {
    meaning: "part",
    words: "the argument of a function within the container",
    cure: () => "a template within that function for its argument",
  },
];

function problemOf(
  { name, spelling }: VariableUse,
  before: First,
  meanings: readonly Meaning[],
): Problem {
  const place = spelling?.place();
  const path = spelling?.path ?? [];
  const other = before.use.spelling?.path;
  const told = inWords.filter((one) => meanings.includes(one.meaning));
  const all = told.map(({ words }) => words);
  return {
    code: "NP322",
    severity: alike.has(name) ? "warning" : "error",
    message: `\`${name}\` in this template is ${all.join(" in one place where it is used, and ")} in another`,
    hint: `write ${told.map(({ cure }) => cure(name)).join(", or ")}`,
    path,
    ...(place === undefined ? {} : { place }),
    ...(other === undefined
      ? {}
      : { relatedPaths: [{ message: "it is used here, too", path: other }] }),
  };
}
