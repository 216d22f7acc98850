import type { ContainerOption } from "./option.js";

/** An option of a set of options. */
export interface PartOption extends Pick<
  ContainerOption,
  "type" | "description" | "default" | "examples"
> {
  readonly required?: true;
}

/** A value that is a set of options itself. */
export interface OptionSet {
  readonly description: string;
  readonly options: Readonly<Record<string, PartOption>>;
}
