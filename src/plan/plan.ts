import type { TargetName } from "../authoring/target-names.js";
import type { Expression } from "../nix/syntax.js";

/** All containers of a host, validated. */
export interface Plan {
  /** Absolute path of the config file. */
  readonly configFile: string;
  /** There is no config, and none of its containers: `configFile` says where one would be. */
  readonly isUnitAlone?: boolean;
  readonly settings: PlanSettings;
  /** Sorted by name. */
  readonly containers: readonly PlannedContainer[];
}

export interface PlanSettings {
  readonly target: TargetName;
  /** Absolute path of the folder the tree is written to. */
  readonly outDir: string;
  /** The nixpkgs that the config names: a path, relative to the config file, or `<name>`. */
  readonly nixpkgs: string | undefined;
}

export interface PlannedContainer {
  readonly name: string;
  /**
   * The options as the author gave them, defaults of the config merged in; of a container under
   * `lib.mkIf` or its like, those that it has when it is there.
   */
  readonly given: Readonly<Record<string, unknown>>;
  /** The whole value: `given`, or what is around it. */
  readonly written: unknown;
  /** The same as Nix syntax: the value of `containers.<name>`. */
  readonly syntax: Expression;
  /** The host's module arguments that `syntax` uses, sorted. */
  readonly formals: readonly string[];
  /** Second names of such arguments that `syntax` uses: name by argument, for `let hostConfig = config;`. */
  readonly hostNames?: ReadonlyMap<string, string>;
  /** The hash of the text of its file, where it is that of an earlier run. */
  readonly knownFile?: string;
}
