import { confKeys } from "../../conf/keys.js";
import { usualText } from "../../conf/regular-entry.js";
import type { Effect, OptionRow } from "../../containers/option.js";
import { optionRows } from "../../containers/option-rows.generated.js";

export type { Effect };

/** Something that a container is made of, as the host keeps it. */
export interface Trait {
  /** The options of `containers.<name>` that decide it. */
  readonly options: readonly string[];
  readonly effect: Effect;
  /** Its text where the host says nothing of it; undefined where there is none. */
  readonly default?: string;
}

type Rows = typeof optionRows;

const rows: readonly (readonly [name: string, row: OptionRow])[] = Object.entries(optionRows);

/** Traits that the conf file has a line for, by its key. */
export const confTraits: Readonly<Record<string, Trait>> = Object.fromEntries(
  rows.flatMap(([, row]) =>
    Object.entries(row.conf ?? {}).map(([key, { form }]): [string, Trait] => {
      const usual = usualText(form, row.default);
      const trait = { options: confKeys[key as keyof typeof confKeys], effect: effectOf(row) };
      return [key, usual === undefined ? trait : { ...trait, default: usual }];
    }),
  ),
);

/** Options that systemd has to know, and that the unit says, not the conf file. */
export type UnitTrait = {
  [Name in keyof Rows]: Rows[Name] extends { readonly ofUnit: true } ? Name : never;
}[keyof Rows];

/** Traits that are kept in nixpawn's own line of the conf file, by the option's name. */
export const unitTraits = Object.fromEntries(
  rows
    .filter(([, { ofUnit }]) => ofUnit === true)
    .map(([name, row]): [string, Trait] => [
      name,
      { options: [name], effect: effectOf(row), default: JSON.stringify(row.default) },
    ])
    .sort(([one], [other]) => (one < other ? -1 : 1)),
) as Readonly<Record<UnitTrait, Trait>>;

export function isUnitTrait(name: string): name is UnitTrait {
  return Object.hasOwn(unitTraits, name);
}

/** The container's system, which its profile leads to. */
export const systemTrait: Trait = { options: ["config"], effect: optionRows.config.change };

/**
 * Options that are no trait of what runs: what others are worked out from, and how a change is
 * brought about.
 */
export const otherOptions: ReadonlySet<string> = new Set(
  rows
    .filter(([, { conf, ofUnit }]) => conf === undefined && ofUnit !== true)
    .map(([name]) => name),
);

function effectOf({ change }: OptionRow): Effect {
  return change ?? "restart";
}
