import type { LoadedConfig } from "../config/load.js";
import { freeVariables } from "../nix/free-variables.js";
import type { Problem } from "../problems/problem.js";
import { containerSyntax } from "./container-syntax.js";
import { fileResolver } from "./files.js";
import { forwardedPortProblems } from "./forwarded-ports.js";
import { byCodeUnit } from "./modules.js";
import type { PlannedContainer } from "./plan.js";
import type { PlanOptions } from "./plan-options.js";
import { stateVersionProblems } from "./state-version.js";

/** Writes a container down as Nix, and says what cannot be. */
export function planContainer(
  name: string,
  given: Readonly<Record<string, unknown>>,
  loaded: LoadedConfig,
  { verdicts, onInput }: PlanOptions,
): { readonly container: PlannedContainer; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const report = (problem: Problem): void => {
    problems.push(problem);
  };
  const placeOf = loaded.placeOf.bind(loaded);
  const { origins } = loaded;
  const syntax = containerSyntax(
    given,
    {
      path: [name],
      report,
      resolveFile: fileResolver({ configFile: loaded.file, placeOf, report, onInput }),
      verdicts,
      ...(origins === undefined ? {} : { fragmentPlace: origins.fragment.bind(origins) }),
    },
    loaded,
  );
  // Of a module that was refused nothing is known.
  const refused = problems.some(
    ({ path, severity }) => path?.[1] === "config" && severity === "error",
  );
  if (!refused) {
    problems.push(
      ...stateVersionProblems(name, syntax),
      ...forwardedPortProblems(name, given, syntax),
    );
  }
  return {
    container: { name, given, syntax, formals: [...freeVariables(syntax)].sort(byCodeUnit) },
    problems,
  };
}
