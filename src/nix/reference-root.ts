import { identifier } from "./build.js";
import type { Conversion } from "./conversion.js";
import { NP309 } from "../problems/codes/expressions.js";
import { NP320, NP321, NP329 } from "../problems/codes/nix.js";
import { memberInWords } from "../problems/value-path.js";
import { isIdentifier } from "./names.js";
import { hostOwner, type IdentifierExpression } from "./syntax.js";
import type { ExpressionSource, ReferenceStep } from "./value.js";

type Reference = Extract<ExpressionSource, { kind: "reference" }>;

/** The variable that a reference starts from, and the steps from there. */
export interface ReferenceRoot {
  readonly variable: IdentifierExpression;
  readonly steps: readonly ReferenceStep[];
}

/**
 * Whose variable a reference starts from: `host.config` is the host's everywhere; what is imported
 * is that of the module around. Reported are NP320, NP321, NP329 and NP309.
 * @returns undefined for what has no root
 */
export function referenceRoot(
  source: Reference,
  conversion: Conversion,
): ReferenceRoot | undefined {
  const { owner: around } = conversion.context;
  if (source.owner !== hostOwner) {
    const named = checkedName(source.root, conversion);
    if (named === undefined) return undefined;
    if (source.owner === undefined && around === hostOwner) reportOwnOnHost(source, conversion);
    const variable = identifier(named, source.owner ?? around);
    return {
      variable: named === "lib" ? conversion.spelled(variable) : variable,
      steps: source.steps,
    };
  }
  const [first, ...steps] = source.steps;
  if (first?.kind !== "select") {
    conversion.report(NP329.alone());
    return undefined;
  }
  const named = checkedName(first.attribute, conversion);
  if (named === undefined) return undefined;
  return { variable: identifier(named, hostOwner), steps };
}

function checkedName(name: string, conversion: Conversion): string | undefined {
  if (isIdentifier(name)) return name;
  conversion.report(NP309.variable({ name }));
  return undefined;
}

/** The container's own, where no module of the container is around. */
function reportOwnOnHost({ root, steps }: Reference, conversion: Conversion): void {
  const written = `host.${inTypeScript(root, steps)}`;
  if (root === "config" || root === "options") {
    conversion.report(NP320.own({ root, written }));
  } else if (root !== "lib") {
    conversion.report(NP321.own({ root, written }));
  }
}

/** A reference as TypeScript writes it, up to what it is applied to. */
function inTypeScript(root: string, steps: readonly ReferenceStep[]): string {
  let text = root;
  for (const step of steps) {
    if (step.kind === "apply") return `${text}(…)`;
    text += memberInWords(step.attribute);
  }
  return text;
}
