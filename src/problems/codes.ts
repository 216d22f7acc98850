import * as cli from "./codes/cli.js";
import * as config from "./codes/config.js";
import * as definition from "./codes/definition.js";
import * as evaluation from "./codes/evaluation.js";
import * as expressions from "./codes/expressions.js";
import * as host from "./codes/host.js";
import * as nixos from "./codes/nixos.js";
import * as nix from "./codes/nix.js";
import * as program from "./codes/program.js";
import * as rules from "./codes/rules.js";
import * as schema from "./codes/schema.js";
import * as tree from "./codes/tree.js";
import type { Explanation } from "./code.js";
import type { ProblemCode } from "./problem-code.generated.js";

const groups = [
  config,
  definition,
  schema,
  rules,
  nix,
  expressions,
  tree,
  program,
  nixos,
  evaluation,
  host,
  cli,
];

/**
 * Every problem code with what explains it; docs/problems.md is made from this table.
 * 0xx config file, 1xx option names and types, 2xx rules across options and containers,
 * 3xx the Nix language, 4xx the generated tree, 5xx programs, 6xx evaluation, 7xx the host, 9xx the command line.
 */
export const problemCodes = Object.fromEntries(
  groups
    .flatMap((group) => Object.values<{ id: string; explanation: Explanation }>(group))
    .map(({ id, explanation }) => [id, explanation]),
) as Readonly<Record<ProblemCode, Explanation>>;
