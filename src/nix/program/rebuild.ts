import { runProgram } from "./run.js";

export type RebuildAction = "switch" | "boot" | "test" | "build" | "dry-build" | "dry-activate";

export interface RebuildOptions {
  readonly action: RebuildAction;
  /** A flake and its attribute: "/etc/nixos#host". Without it NIX_PATH has nixos-config. */
  readonly flake?: string | undefined;
  /** Put before NIX_PATH, as after `-I`: "nixos-config=/etc/nixos/configuration.nix". */
  readonly includes?: readonly string[] | undefined;
  /** Where it is activated, and where it is built: hosts of ssh. */
  readonly targetHost?: string | undefined;
  readonly buildHost?: string | undefined;
  /**
   * Become root on the target by sudo: "sudo" for nixos-rebuild since NixOS 25.05, which knows
   * `--sudo`, "use-remote-sudo" for older ones.
   */
  readonly sudo?: "sudo" | "use-remote-sudo" | undefined;
  readonly showTrace?: boolean | undefined;
  /** Further arguments, as they are. */
  readonly more?: readonly string[] | undefined;
  readonly cwd?: string | undefined;
  /** Variables beside this process's own. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Which of our streams its standard output goes to. @default "stdout" */
  readonly output?: "stdout" | "stderr" | undefined;
  /**
   * Called with every line of its standard error, which is then kept for the result. Without it
   * that is passed through, and a terminal is one for nixos-rebuild, too.
   */
  readonly onLine?: ((line: string) => void) | undefined;
}

export interface Rebuild {
  /** Undefined when a signal ended it. */
  readonly exitCode: number | undefined;
  /** Empty when it was passed through. */
  readonly stderr: string;
}

/** An activation that has to end gets more time than anything else. */
const rebuildGrace = 30_000;

/** The command line of nixos-rebuild. */
export function rebuildArguments(options: RebuildOptions): readonly string[] {
  const { flake, includes = [], targetHost, buildHost, sudo, showTrace, more = [] } = options;
  const withValue = (name: string, value: string | undefined): readonly string[] =>
    value === undefined ? [] : [name, value];
  return [
    options.action,
    ...withValue("--flake", flake),
    ...includes.flatMap((one) => ["-I", one]),
    ...withValue("--target-host", targetHost),
    ...withValue("--build-host", buildHost),
    ...(sudo === undefined ? [] : [`--${sudo}`]),
    ...(showTrace === true ? ["--show-trace"] : []),
    ...more,
  ];
}

/**
 * Runs nixos-rebuild. What it says on its standard error can be read by `readNixFailure`.
 * @throws ProblemError NP501 without nixos-rebuild, NP502 when it was interrupted, NP508 when it
 *   could not be started
 */
export async function rebuild(options: RebuildOptions): Promise<Rebuild> {
  const { cwd, env, signal, onLine } = options;
  const { exitCode, stderr } = await runProgram("nixos-rebuild", rebuildArguments(options), {
    cwd,
    env,
    signal,
    grace: rebuildGrace,
    output: options.output === "stderr" ? "stderr" : "inherit",
    errors: onLine === undefined ? "inherit" : "collect",
    onErrorLine: onLine,
  });
  return { exitCode, stderr };
}
