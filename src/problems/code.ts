import type { ProblemCode } from "./problem-code.generated.js";
import type { Problem, Severity } from "./problem.js";

/** What docs/problems.md says about a code. Markdown; whole sentences in `cause` and `cure`. */
export interface Explanation {
  readonly title: string;
  readonly cause: string;
  readonly cure: string;
}

/** What one problem says. */
interface Said {
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** A problem in words, made of what is particular about it. */
type Form = (given: never) => Said;

/** Where a problem is, and what else is known of it; what is undefined is left out. */
type Where = {
  readonly [
    Key in "place" | "path" | "atKey" | "atRead" | "related" | "relatedPaths" | "details"
  ]?: Problem[Key] | undefined;
};

/** Makes a problem of a form; one that says the same every time is only told where it is. */
type Builder<OneForm extends Form> = OneForm extends () => Said
  ? (where?: Where) => Problem
  : (given: Parameters<OneForm>[0], where?: Where) => Problem;

type Forms = Readonly<Record<string, Form>>;

/** All that is written down about a code. */
interface Entry<Says extends Forms> extends Explanation {
  /** By names, the forms in which it comes. */
  readonly says?: Says;
}

type Code<Id, Says extends Forms> = { readonly [Name in keyof Says]: Builder<Says[Name]> } & {
  readonly id: Id;
  readonly explanation: Explanation;
};

/**
 * A code by its entry: `NP402.notOurs({ path }, { place })` is then such a problem, at its place.
 * The built program has no explanations in it (scripts/explanations-apart.js).
 */
export function code<Id extends ProblemCode, Says extends Forms>(
  id: Id,
  { title, cause, cure, says }: Entry<Says>,
): Code<Id, Says> {
  const builders = Object.entries<Form>(says ?? {}).map(([name, form]) => [
    name,
    (...given: readonly unknown[]): Problem => {
      const { severity, message, hint } = form(given[0] as never);
      const where = Object.entries(given[form.length] ?? {});
      return {
        code: id,
        severity,
        message,
        ...(hint === undefined ? {} : { hint }),
        ...Object.fromEntries(where.filter(([, value]) => value !== undefined)),
      };
    },
  ]);
  return {
    ...(Object.fromEntries(builders) as Code<Id, Says>),
    id,
    explanation: { title, cause, cure },
  };
}

/** @param hint what to do: "did you mean `localAddress`?" */
export function error(message: string, hint?: string): Said {
  return { severity: "error", message, hint };
}

/** @param hint what to do */
export function warning(message: string, hint?: string): Said {
  return { severity: "warning", message, hint };
}
