import { errorOfBuilding } from "../errors/build-error.js";
import { rootFlags, storePaths } from "./gc-root.js";
import { runNix } from "./run-nix.js";

export interface RealiseOptions {
  /** A link to put to the first result, against the garbage collector; then `root-2`, … */
  readonly root?: string | undefined;
  /** Go on with other builds when one has failed. @default false */
  readonly keepGoing?: boolean | undefined;
  /** Builds at once. @default the settings of Nix */
  readonly jobs?: number | undefined;
  /** Settings of Nix, as after `--option`. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
  readonly cwd?: string | undefined;
  /** Variables beside this process's own. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Ends the builds. */
  readonly signal?: AbortSignal | undefined;
  /** Called with every line for people: what is built and fetched, and what builders print. */
  readonly onLine?: ((line: string) => void) | undefined;
}

/** A build that has to end stops its builders first; they may take a while. */
const buildGrace = 10_000;

/**
 * Builds derivations, or fetches them from a cache; or makes sure that store paths are there.
 * @param paths derivations or their outputs; no paths, no builds
 * @returns the store paths of all outputs, derivation by derivation
 * @throws BuildError NP505 with each derivation that failed and the end of its log; NixError NP509
 *   with anything else that Nix complains of; ProblemError NP501, NP502, NP503, NP508
 */
export async function realise(
  paths: readonly string[],
  options: RealiseOptions = {},
): Promise<readonly string[]> {
  if (paths.length === 0) return [];
  const { keepGoing = false, jobs, settings = {}, cwd, env, signal, onLine } = options;
  const given = [
    "--realise",
    ...rootFlags(options),
    ...(keepGoing ? ["--keep-going"] : []),
    ...(jobs === undefined ? [] : ["--max-jobs", String(jobs)]),
    ...Object.entries(settings).flatMap(([name, value]) => ["--option", name, value]),
    ...paths,
  ];
  const run = await runNix("nix-store", given, { cwd, env, signal, onLine, grace: buildGrace });
  if (run.exitCode !== 0) throw errorOfBuilding(run);
  return storePaths(run.stdout, cwd);
}
