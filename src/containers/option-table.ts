import type { ContainerOption } from "./option.js";
import { lifeRows } from "./table/life-rows.js";
import { linkRows } from "./table/link-rows.js";
import { pairRows } from "./table/pair-rows.js";
import { rightRows } from "./table/right-rows.js";
import { systemRows } from "./table/system-rows.js";

/**
 * The option table: every option of a container, with all that is known of it. What has to be known
 * of options elsewhere is made from it: by `npm run generate`, or of its rows without their texts
 * (`option-rows.generated.ts`), which every run loads. Its order is that of the lines of a conf file.
 */
export const optionTable = {
  ...systemRows,
  ...pairRows,
  ...linkRows,
  ...lifeRows,
  ...rightRows,
} as const;

export type OptionName = keyof typeof optionTable;

/** All rows, by name. */
export const optionEntries: readonly (readonly [OptionName, ContainerOption])[] = Object.entries(
  optionTable,
) as [OptionName, ContainerOption][];
