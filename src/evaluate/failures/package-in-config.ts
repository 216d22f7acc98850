import type { Origins } from "../../load/origins/origins.js";
import { isNixExpression, nixExpression } from "../../nix/value.js";
import type { Place, ValuePath } from "../../problems/problem.js";
import { wordInTemplate } from "./place-in-tree.js";

/** Nothing of a config is nested deeper. */
const deepest = 200;

/** nixpkgs' words for a package that it does not evaluate (pkgs/stdenv/generic/check-meta.nix). */
const refused =
  /^Package [\u2018'"`](?<name>[^\u2019'"`]+)[\u2019'"`] in .* (?:has an unfree license|is marked as|is not (?:available|supported)|has some known|failed)/;

/** The name of the package that nixpkgs refuses, if that is what it says. */
export function refusedPackage(message: string): string | undefined {
  return refused.exec(message)?.groups?.name;
}

/**
 * Where a config names a package: `pkgs.steam`, or the word in a template. Its own name may have a
 * version, or other signs between its words, than the attribute.
 */
export function packageInConfig(
  name: string,
  config: unknown,
  origins: Origins,
): { readonly path: ValuePath; readonly place?: Place } | undefined {
  const wanted = plain(name.replace(/-\d.*$/, ""));
  const seen = new Set<unknown>();
  const search = (
    given: unknown,
    path: ValuePath,
    place: Place | undefined,
  ): ReturnType<typeof packageInConfig> => {
    const value = origins.through(given);
    if ((typeof value !== "object" && typeof value !== "function") || value === null) {
      return undefined;
    }
    if (seen.has(value) || path.length > deepest) return undefined;
    seen.add(value);
    const own = place === undefined ? { path } : { path, place };
    if (!isNixExpression(value)) {
      const origin = origins.object(value);
      for (const [key, inner] of Object.entries(value)) {
        const step = Array.isArray(value) ? Number(key) : key;
        // Within arguments no path leads there; the place does.
        const at = place === undefined ? undefined : (origin?.keys.get(key)?.value ?? place);
        const found = search(inner, place === undefined ? [...path, step] : path, at);
        if (found !== undefined) return found;
      }
      return undefined;
    }
    const source = value[nixExpression];
    if (source.kind === "fragment") {
      for (const word of source.strings.raw.join(" ").match(/[A-Za-z_][\w'-]*/g) ?? []) {
        const at = plain(word) === wanted ? wordInTemplate(value, word, origins) : undefined;
        if (at !== undefined) return { path, place: at };
      }
      return firstOf(source.values, (one) => search(one, path, place));
    }
    if (source.kind !== "reference") return undefined;
    const names = source.steps.filter((step) => step.kind === "select");
    if (
      ["pkgs", "host"].includes(source.root) &&
      names.some((step) => plain(step.attribute) === wanted)
    )
      return own;
    const args = source.steps.flatMap((step) => (step.kind === "apply" ? step.arguments : []));
    return firstOf(args, (one) => {
      const inner =
        typeof one === "object" && one !== null ? origins.object(one)?.place : undefined;
      return search(one, path, inner ?? place);
    });
  };
  return search(config, [], undefined);
}

function firstOf<Item, Result>(
  items: readonly Item[],
  look: (item: Item) => Result | undefined,
): Result | undefined {
  for (const item of items) {
    const found = look(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[-_.]/g, "");
}
