import type { ContainerOptions } from "../../authoring/container-options.generated.js";
import { confEntries } from "../../conf/entries.js";
import { dropInText, type DropInOptions } from "../../conf/drop-in.js";
import { resolveOptions } from "../../plan/known-options.js";
import { unitTraits, type UnitTrait } from "../snapshot/effects.js";

/** A container as it is to be on the host. */
export interface DesiredContainer {
  readonly name: string;
  /** The store path of the system that its profile is to lead to; undefined where it has none. */
  readonly system: string | undefined;
  /** The lines of its conf file, in their order. */
  readonly conf: ReadonlyMap<string, string>;
  /** What the conf file cannot say, as JSON; only what is not the default. */
  readonly unit: ReadonlyMap<UnitTrait, string>;
  /** The drop-in of its unit; undefined where there is nothing to say. */
  readonly dropIn: string | undefined;
  readonly restartIfChanged: boolean;
}

export interface EvaluatedOptions {
  readonly name: string;
  /** The options of the container as NixOS evaluates them: no expression is left. */
  readonly options: ContainerOptions;
  /** The store path of the system that is built for it; undefined where none is. */
  readonly system: string | undefined;
}

/**
 * What the host is to know of a container. Where a system is built for it, its conf file names none: it
 * is started from its profile then, under nixpkgs' own unit as well, which takes any path for one inside
 * of the container; and the file stays as it is when the system changes.
 */
export function desiredContainer({ name, options, system }: EvaluatedOptions): DesiredContainer {
  const resolved = resolveOptions(options);
  const own = system === undefined ? {} : { path: undefined, flake: null };
  const conf = confEntries({ ...resolved, ...own }).flatMap(({ key, value }) =>
    value === undefined ? [] : ([[key, value]] as const),
  );
  const unit = (Object.keys(unitTraits) as UnitTrait[]).flatMap((trait) => {
    const text = canonical(resolved[trait]);
    return text === unitTraits[trait].default ? [] : ([[trait, text]] as const);
  });
  return {
    name,
    system,
    conf: new Map(conf),
    unit: new Map(unit),
    // NixOS has evaluated them, or the command line: no expression is left.
    dropIn: dropInText(resolved as DropInOptions, ["Written by nixpawn: changes here are lost."]),
    restartIfChanged: resolved.restartIfChanged !== false,
  };
}

/** JSON with sorted names and without what is not set: the same text for the same thing. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, inner: unknown) => {
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    const set = Object.entries(inner).filter(([, one]) => one !== null && !isEmptyList(one));
    return Object.fromEntries(set.sort(([one], [other]) => (one < other ? -1 : 1)));
  });
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
