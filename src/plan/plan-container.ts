import type { LoadedConfig } from "../load/load.js";
import type { Problem } from "../problems/problem.js";
import { bindContainer, type HostSurroundings } from "./names/bind-container.js";
import { containerSyntax } from "./container-syntax.js";
import { containerView } from "./views/container-view.js";
import { fileResolver } from "./named-files.js";
import { forwardedPortProblems } from "./forwarded-ports.js";
import type { PlannedContainer } from "./plan.js";
import type { PlanOptions } from "./plan-options.js";
import { runsAnotherSystem } from "./views/path-beside-config.js";
import { stateVersionProblems } from "./state-version.js";

/**
 * Writes a container down as Nix, and says what cannot be.
 * @param written its options, or what is to be under `lib.mkIf` or its like
 */
export function planContainer(
  name: string,
  written: unknown,
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
  const given = containerView(written).options;
  const syntax = containerSyntax(
    written,
    {
      path: [name],
      report,
      resolveFile: fileResolver({
        configFile: loaded.file,
        placeOf,
        report,
        onInput: (file) => onInput?.(file, name),
      }),
      verdicts,
      ...(origins === undefined ? {} : { fragmentPlace: origins.fragment.bind(origins) }),
    },
    loaded,
    surroundings.declared,
  );
  // Of a module that was refused nothing is known.
  const refused = problems.some(
    ({ path, severity }) => path?.includes("config") === true && severity === "error",
  );
  if (!refused && !runsAnotherSystem(given)) {
    problems.push(
      ...stateVersionProblems(name, syntax),
      ...forwardedPortProblems(name, given, syntax),
    );
  }
  const { bound, problems: others } = bindContainer(name, given, syntax, surroundings);
  return { container: { name, given, written, ...bound }, problems: [...problems, ...others] };
}
