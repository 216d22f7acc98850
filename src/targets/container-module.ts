import { attributeSet, binding, file, formals, lambda, list } from "../nix/build.js";
import { withNames } from "../nix/bind-owned.js";
import type { AttributePath, Expression } from "../nix/syntax.js";
import type { PlannedContainer, Plan } from "../plan/plan.js";
import { generatedFile } from "./generated-file.js";
import { headersOf } from "./header.js";
import type { PrintMemory } from "./print-memory.js";
import type { GeneratedFile } from "./target.js";

/** How the modules of a target differ from those of another. */
export interface ModuleStyle {
  /** The option that holds the containers. */
  readonly option: AttributePath;
  /** What each module imports: paths from the output folder. */
  readonly imports: readonly string[];
}

/** The module that imports all others. */
export const indexFile = "default.nix";

/** One module a container, and default.nix that imports them. */
export function containerModules(
  plan: Plan,
  style: ModuleStyle,
  memory: PrintMemory | undefined,
): GeneratedFile[] {
  const directory = plan.settings.outDir;
  const { plain, sealed } = headersOf(plan);
  const modules = plan.containers.map((container): GeneratedFile =>
    generatedFile(
      containerFile(container.name),
      () => moduleOf(container, style, directory),
      { directory, header: sealed },
      memory,
      container.knownFile,
    ),
  );
  const imports = modules.map((one) => file(`${directory}/${one.path}`));
  const index = attributeSet([binding("imports", list(imports))]);
  return [generatedFile(indexFile, () => index, { directory, header: plain }, memory), ...modules];
}

function moduleOf(
  container: PlannedContainer,
  { option, imports }: ModuleStyle,
  directory: string,
): Expression {
  const files = imports.map((path) => file(`${directory}/${path}`));
  const module = attributeSet([
    ...(files.length === 0 ? [] : [binding("imports", list(files))]),
    binding([...option, container.name], container.syntax),
  ]);
  const body = withNames(module, container.hostNames ?? new Map());
  return container.formals.length === 0
    ? body
    : lambda(formals(container.formals, { ellipsis: true }), body);
}

/**
 * The file of a container's module in the tree. A container called `default` must not take the
 * place of default.nix; no name starts with `_`.
 */
export function containerFile(name: string): string {
  return name === "default" ? "_default.nix" : `${name}.nix`;
}
