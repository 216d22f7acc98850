import type { OptionRow } from "../containers/option.js";
import { optionRows } from "../containers/option-rows.generated.js";

type Rows = typeof optionRows;

/** A key of a conf file that some option of the table has a line for. */
export type ConfKey = {
  [Name in keyof Rows]: Rows[Name] extends { readonly conf: infer Lines }
    ? keyof Lines & string
    : never;
}[keyof Rows];

const rows: readonly (readonly [name: string, row: OptionRow])[] = Object.entries(optionRows);

/** The options of a container that decide a line of its conf file, by the line's key. */
export const confKeys = Object.fromEntries(
  rows.flatMap(([name, { conf = {} }]) =>
    Object.keys(conf).map((key): [string, readonly string[]] => [
      key,
      [name, ...rows.filter(([, { addsTo }]) => addsTo?.includes(key)).map(([other]) => other)],
    ]),
  ),
) as Readonly<Record<ConfKey, readonly string[]>>;

/** Where the value of a line comes from in the config, for problems. */
export function optionsOfKey(key: string): readonly string[] {
  return Object.hasOwn(confKeys, key) ? confKeys[key as ConfKey] : [];
}

/** Keys that nixpawn's scripts read, and nixpkgs' do not. */
export const ownKeys: ReadonlySet<string> = new Set(
  rows.flatMap(([, { conf = {} }]) =>
    Object.entries(conf).flatMap(([key, { own }]) => (own === true ? [key] : [])),
  ),
);
