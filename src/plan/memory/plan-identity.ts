import { contentHash } from "../../load/cache/content-hash.js";
import { programKey } from "../../load/cache/program-key.js";
import { programIdentity } from "../../nix/program/which.js";
import type { PlanSettings } from "../plan.js";
import type { ResolvedConfig } from "../resolve-config.js";
import { ValueIdentity } from "./value-identity.js";

/** By what two plans, and their containers, are known to be the same. */
export interface PlanIdentity {
  /** Of all that is made of the config; undefined where only making it tells. */
  readonly whole: string | undefined;
  /**
   * Of what is made of each container that can be known by itself: one that has a template in common
   * with another one is not among them.
   */
  readonly containers: ReadonlyMap<string, string>;
}

/**
 * Hashes of all that a plan is made of, and what is found wrong with it: this program, the values of
 * the containers, the settings, and the Nix that is asked about templates.
 * @param inputs absolute paths of the config's files, which paths in it are relative to
 */
export function planIdentity(
  { definition, specs }: ResolvedConfig,
  settings: PlanSettings,
  inputs: readonly string[],
): PlanIdentity {
  const firstUser = new Map<object, string>();
  const shared = new Set<object>();
  const values = new Map<string, { readonly text: string; readonly value: ValueIdentity }>();
  const containers = Object.entries(specs);
  for (const [name, container] of containers) {
    const value = new ValueIdentity();
    const text = value.of(container);
    if (text !== undefined) values.set(name, { text, value });
    for (const template of value.templates) {
      if (firstUser.has(template)) shared.add(template);
      else firstUser.set(template, name);
    }
  }
  const common = JSON.stringify([
    programKey(),
    settings.target,
    settings.outDir,
    settings.nixpkgs ?? null,
    definition?.settings.hostArguments ?? null,
  ]);
  const nix = firstUser.size === 0 ? "" : (programIdentity("nix-instantiate") ?? "none");
  const files = JSON.stringify(inputs);
  const hashes = [...values].map(([name, { text, value }]) => {
    const needed = [value.templates.length > 0 ? nix : "", value.namesFiles ? files : ""];
    return [name, contentHash([common, ...needed, name, text].join("\0"))] as const;
  });
  // Which of a container's templates others have, too.
  const places = [...shared].map((template) =>
    [...values].map(([, { value }]) => value.templates.indexOf(template)),
  );
  const isWhole = values.size === containers.length;
  return {
    whole: isWhole ? contentHash(JSON.stringify([common, hashes, places])) : undefined,
    containers: new Map(
      hashes.filter(
        ([name]) => values.get(name)?.value.templates.some((one) => shared.has(one)) !== true,
      ),
    ),
  };
}
