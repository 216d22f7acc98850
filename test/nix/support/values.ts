import { posix } from "node:path";
import { toExpression } from "../../../src/nix/literal.js";
import { printExpression } from "../../../src/nix/printer.js";
import type { Expression } from "../../../src/nix/syntax.js";
import {
  nixExpression,
  type ExpressionSource,
  type NixExpression,
} from "../../../src/nix/value.js";
import type { Problem } from "../../../src/problems/problem.js";

function made(source: ExpressionSource): NixExpression {
  return { [nixExpression]: source };
}

/** A nix`…` template, as the authoring library makes it. */
export function nix(strings: TemplateStringsArray, ...values: unknown[]): NixExpression {
  return made({ kind: "fragment", strings, values, site: undefined });
}

/** A template from its raw texts: for texts that are generated. */
export function nixFromRaw(raw: readonly string[], values: readonly unknown[]): NixExpression {
  return nix(Object.assign([...raw], { raw }), ...values);
}

/** `root.a.b`, with arrays for calls: `reference("lib", "f", [1])`. */
export function reference(
  root: string,
  ...steps: readonly (string | readonly unknown[])[]
): NixExpression {
  return made({
    kind: "reference",
    root,
    steps: steps.map((step) =>
      typeof step === "string"
        ? { kind: "select", attribute: step }
        : { kind: "apply", arguments: step },
    ),
    site: undefined,
  });
}

/** `file(path)` */
export function fileAt(path: string): NixExpression {
  return made({ kind: "file", path, site: undefined });
}

/** Converts a value at the path `web`, in a config file in /project, and collects the problems. */
export function converted(
  value: unknown,
  options: { importsFirst?: boolean } = {},
): { expression: Expression; problems: Problem[] } {
  const problems: Problem[] = [];
  const expression = toExpression(value, {
    path: ["web"],
    report: (problem) => problems.push(problem),
    resolveFile: (path) => posix.resolve("/project", path),
    fragmentPlace: (_strings, quasi, offset) => ({
      file: "/project/containers.ts",
      start: { line: quasi + 1, column: offset + 1 },
    }),
    ...options,
  });
  return { expression, problems };
}

/** A value that converts without a problem. */
export function convertedWell(value: unknown): Expression {
  const { expression, problems } = converted(value);
  if (problems.length > 0) throw new Error(problems.map((one) => one.message).join("; "));
  return expression;
}

/** A value as the source it is printed as. */
export function printed(value: unknown): string {
  return printExpression(convertedWell(value));
}

/** The problems of a value, each as its code, its words and the column of its place in line `quasi`. */
export function problemsIn(value: unknown): [code: string, message: string, place?: string][] {
  return converted(value).problems.map(({ code, message, place }) =>
    place === undefined
      ? [code, message]
      : [code, message, `${place.start.line}:${place.start.column}`],
  );
}
