import { modulePlaces, type ModulePlaces } from "../modules/module-places.js";

/** Where a value stands in a container, as far as it matters to what is laid over it. */
export interface OptionPlace {
  /** How many sets are around it. */
  readonly depth: number;
  /** How many systems it is in: 0 among the options of a container, 1 in its `config`. */
  readonly scope: number;
  /** Whether modules stand here. */
  readonly isModule: boolean;
  /** Whether a function stands here for a set of options: a container within a container. */
  readonly takesFunctions: boolean;
  /** Whether NixOS takes a value here as it is: `lib.mkIf` and its like have no meaning below. */
  readonly isRaw: boolean;
  /** Whether it is an option of the container itself, which nothing else in NixOS defines. */
  readonly isOfContainer: boolean;
  at(key: string): OptionPlace;
}

const nothingSpecial = {
  scope: 0,
  isModule: false,
  takesFunctions: false,
  isRaw: false,
  isOfContainer: false,
} as const;

/** Of a container's options. */
export const containerPlace: OptionPlace = placeOfOptions(0);

function placeOfOptions(depth: number): OptionPlace {
  return {
    ...nothingSpecial,
    depth,
    isOfContainer: true,
    at: (key) => {
      if (depth === 0 && key === "config") return placeOfModule(1, 1);
      if (depth === 0 && key === "specialArgs") return placeOfArguments(1, 0);
      return placeOfOptions(depth + 1);
    },
  };
}

/** Each argument is a value of its own. */
function placeOfArguments(depth: number, scope: number): OptionPlace {
  const at = (): OptionPlace => placeOfRaw(depth + 1, scope);
  return { ...nothingSpecial, depth, scope, at };
}

function placeOfRaw(depth: number, scope: number): OptionPlace {
  const at = (): OptionPlace => placeOfRaw(depth + 1, scope);
  return { ...nothingSpecial, depth, scope, isRaw: true, at };
}

function placeOfModule(depth: number, scope: number): OptionPlace {
  const at = (key: string): OptionPlace =>
    placeInModule(depth + 1, scope, modulePlaces.at(key), [key]);
  return { ...nothingSpecial, depth, scope, isModule: true, at };
}

function placeInModule(
  depth: number,
  scope: number,
  places: ModulePlaces | undefined,
  path: readonly string[],
): OptionPlace {
  if (path.join(".") === "nixpkgs.config") return placeOfRaw(depth, scope);
  const isSystem = places?.at("config")?.kind === "system";
  return {
    ...nothingSpecial,
    depth,
    scope,
    takesFunctions: isSystem,
    at: (key) => {
      const inner = places?.at(key);
      if (inner?.kind !== undefined) {
        return placeOfModule(depth + 1, inner.kind === "system" ? scope + 1 : scope);
      }
      if (isSystem && key === "specialArgs") return placeOfArguments(depth + 1, scope);
      return placeInModule(depth + 1, scope, inner, [...path, key]);
    },
  };
}
