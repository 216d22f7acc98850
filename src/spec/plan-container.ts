import type { LoadedConfig } from "../config/load.js";
import type { Problem } from "../problems/problem.js";
import { bindContainer, type HostSurroundings } from "./bind-container.js";
import { containerSyntax } from "./container-syntax.js";
import { fileResolver } from "./files.js";
import type { PlannedContainer } from "./plan.js";
import type { PlanOptions } from "./plan-options.js";
import { stateVersionProblems } from "./state-version.js";

/** Writes a container down as Nix, and says what cannot be. */
export function planContainer(
  name: string,
  given: Readonly<Record<string, unknown>>,
  loaded: LoadedConfig,
  { verdicts, onInput }: PlanOptions,
  surroundings: HostSurroundings,
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
  if (!refused) problems.push(...stateVersionProblems(name, syntax));
  const { bound, problems: others } = bindContainer(name, given, syntax, surroundings);
  return { container: { name, given, ...bound }, problems: [...problems, ...others] };
}
