import { nixVersion } from "../nix/program/version.js";
import type { NixError } from "../nix/errors/nix-error.js";
import { traceFailure } from "../evaluate/evaluate-container.js";
import {
  checkContainers,
  requestOf,
  systemProblems,
  type CheckedContainer,
} from "../evaluate/check.js";
import { failureProblems } from "../evaluate/failures/failure-problems.js";
import { defaultJobs } from "../evaluate/jobs.js";
import { findNixpkgs, type Nixpkgs } from "../evaluate/nixpkgs/nixpkgs.js";
import { defaultSystem } from "../evaluate/nixpkgs/platform.js";
import { trustedIdentity } from "../evaluate/nixpkgs/trusted-nixpkgs.js";
import type { Problem } from "../problems/problem.js";
import { locateProblems } from "../plan/locate.js";
import { chosen } from "./chosen.js";
import type { Progress } from "./progress.js";
import type { ReadyTree } from "./ready-tree.js";

export interface EvaluationChoices {
  /** Names of containers; all when there are none. */
  readonly names: readonly string[];
  readonly quick: boolean;
  readonly jobs?: number | undefined;
  readonly nixpkgs?: string | undefined;
  readonly system?: string | undefined;
  readonly showTrace: boolean;
}

export interface EvaluatedTree {
  readonly nixpkgs: Nixpkgs;
  /** The platform. */
  readonly system: string;
  readonly checked: readonly CheckedContainer[];
  /** What the evaluations found, each at its place in the config. */
  readonly problems: readonly Problem[];
}

/**
 * Evaluates the containers of a tree with the user's nixpkgs.
 * @param announce told which nixpkgs is used, before anything is evaluated
 * @throws ProblemError NP5xx when something is missing or was interrupted, NP905
 */
export async function evaluateTree(
  { compiled, plan, tree }: ReadyTree,
  choices: EvaluationChoices,
  signal: AbortSignal,
  announce: (nixpkgs: Nixpkgs, count: number) => Progress,
): Promise<EvaluatedTree> {
  const containers = chosen(plan.containers, choices.names);
  const { text: version } = await nixVersion();
  const nixpkgs = await findNixpkgs({
    given: choices.nixpkgs,
    configured: plan.settings.nixpkgs,
    configFile: plan.configFile,
    cwd: process.cwd(),
  });
  const system = choices.system ?? defaultSystem();
  const context = {
    nixVersion: version,
    system,
    nixpkgs: nixpkgs.path,
    nixpkgsIdentity: await trustedIdentity(nixpkgs.path),
  };
  const progress = announce(nixpkgs, containers.length);
  let checked: readonly CheckedContainer[];
  try {
    checked = await checkContainers(plan, containers, {
      context,
      signal,
      quick: choices.quick,
      showTrace: choices.showTrace,
      jobs: choices.jobs ?? defaultJobs(),
      onStart: (name) => {
        progress.start(name);
      },
      onEnd: (one) => {
        progress.end(one);
      },
    });
  } finally {
    progress.close();
  }
  const found = checked.flatMap(systemProblems);
  if (found.length === 0 && checked.every((one) => one.failure === undefined)) {
    return { nixpkgs, system, checked, problems: [] };
  }
  const traced = await compiled.trace();
  for (const [index, { failure }] of checked.entries()) {
    const container = containers[index];
    if (failure === undefined || container === undefined) continue;
    const scene = { container, plan, tree, traced, nixpkgs: nixpkgs.path, system };
    const request = requestOf(plan, container, choices.quick);
    const retrace = (): Promise<NixError | undefined> =>
      traceFailure(request, { context, signal, showTrace: true });
    found.push(...(await failureProblems(failure, scene, retrace)));
  }
  const problems = locateProblems(found, traced?.specs ?? {}, traced?.origins, traced?.fallback);
  return { nixpkgs, system, checked, problems };
}
