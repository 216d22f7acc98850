// What other scripts import from "nixpawn/nix": the user's own Nix as functions. See docs/nix.md.
export { ProblemError } from "./problems/problem.js";
export { BuildError } from "./nix/errors/build-error.js";
export { NixError } from "./nix/errors/nix-error.js";
export { readNixFailure, readNixWarnings } from "./nix/errors/read.js";
export { closureDifference } from "./nix/program/closure.js";
export { printsExactFloats } from "./nix/program/dialect.js";
export { evaluate, evaluateWithWarnings } from "./nix/program/evaluate.js";
export { instantiate } from "./nix/program/instantiate.js";
export { parse } from "./nix/program/parse-source.js";
export { realise } from "./nix/program/realise.js";
export { isAtLeast, nixVersion } from "./nix/program/version.js";

export type { Place, Position, Problem, Severity } from "./problems/problem.js";
export type { BuildFailure } from "./nix/errors/build-failure.js";
export type {
  EvaluationContext,
  FailureKind,
  NixFailure,
  NixPosition,
  OptionDefinition,
} from "./nix/errors/failure.js";
export type { ReadOptions } from "./nix/errors/read.js";
export type { EvaluationOptions, NixSource } from "./nix/program/arguments.js";
export type { ClosureDifference, ClosureOptions } from "./nix/program/closure.js";
export type { ExperimentalFeature } from "./nix/program/dialect.js";
export type { EvaluateOptions, Evaluation } from "./nix/program/evaluate.js";
export type { InstantiateOptions } from "./nix/program/instantiate.js";
export type { NixJson } from "./nix/program/json.js";
export type { ParseOptions } from "./nix/program/parse-source.js";
export type { RealiseOptions } from "./nix/program/realise.js";
export type { NixVersion } from "./nix/program/version.js";
export type { NixAttributes, NixExpression, NixPrimitive, NixValue } from "./nix/value.js";
