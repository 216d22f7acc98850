import type { TargetName } from "../authoring/target-names.js";
import type { NixVerdicts } from "../nix/verdicts.js";
import type { KnownContainer } from "./memory/plan-memory.js";

/** What counts beside the config itself when a plan is made. */
export interface PlanOptions {
  /** In place of the config's own, absolute. */
  readonly outDir?: string | undefined;
  /** In place of the config's own. */
  readonly target?: TargetName | undefined;
  /** Told every file that a container names, absolute. */
  readonly onInput?: ((file: string, container: string) => void) | undefined;
  /** What is known of a container, of which then nothing is made. */
  readonly known?: ((name: string) => KnownContainer | undefined) | undefined;
  /** What Nix says of templates, as far as it has been asked. */
  readonly verdicts?: NixVerdicts | undefined;
}
