import { cliCodes } from "./codes/cli.js";
import { configCodes } from "./codes/config.js";
import { definitionCodes } from "./codes/definition.js";
import { evaluationCodes } from "./codes/evaluation.js";
import { hostCodes } from "./codes/host.js";
import { nixosCodes } from "./codes/nixos.js";
import { nixCodes } from "./codes/nix.js";
import { programCodes } from "./codes/program.js";
import { rulesCodes } from "./codes/rules.js";
import { schemaCodes } from "./codes/schema.js";
import { treeCodes } from "./codes/tree.js";

/**
 * Every problem code with its explanation; docs/problems.md is made from this table.
 * 0xx config file, 1xx option names and types, 2xx rules across options and containers,
 * 3xx the Nix language, 4xx the generated tree, 5xx programs, 6xx evaluation, 7xx the host, 9xx the command line.
 */
export const problemCodes = {
  ...configCodes,
  ...definitionCodes,
  ...schemaCodes,
  ...rulesCodes,
  ...nixCodes,
  ...treeCodes,
  ...programCodes,
  ...nixosCodes,
  ...evaluationCodes,
  ...hostCodes,
  ...cliCodes,
};

export type ProblemCode = keyof typeof problemCodes;
