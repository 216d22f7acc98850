import type { AttributePath, Binding, Expression } from "../nix/syntax.js";
import type { Problem } from "../problems/problem.js";

/**
 * Rule 12: without `system.stateVersion` NixOS takes the newest defaults for stateful services at
 * every upgrade. Asked of the syntax, so that modules that are functions are looked into, too.
 * @param container the value of `containers.<name>`
 */
export function stateVersionProblems(name: string, container: Expression): Problem[] {
  const found = heldBy(container).flatMap((one) =>
    one.kind === "attribute-set"
      ? one.bindings.map((inner) => within(inner, "config", moduleSets))
      : [],
  );
  if (found.every((one) => one === "absent") || !isMissing(found)) return [];
  return [
    {
      code: "NP212",
      severity: "warning",
      message: `\`system.stateVersion\` is not set in the config of \`${name}\``,
      hint: "set it to the NixOS release the container was first made with, and leave it",
      path: [name, "config"],
      atKey: true,
    },
  ];
}

/** Whether something sets it. "absent": it does not speak of it at all. */
type Answer = "set" | "not set" | "unknown" | "absent";

/** Whether all parts together certainly do not set it. */
function isMissing(answers: readonly Answer[]): boolean {
  return answers.every((one) => one === "not set" || one === "absent");
}

function together(answers: readonly Answer[]): Answer {
  if (answers.includes("set")) return "set";
  return isMissing(answers) ? "not set" : "unknown";
}

/** A module: a set, or a function that returns one. Of anything else only Nix knows. */
function moduleSets(module: Expression): Answer {
  const held = heldBy(module);
  if (held.length !== 1 || held[0] !== module) return together(held.map(moduleSets));
  if (module.kind === "lambda") return moduleSets(module.body);
  if (module.kind !== "attribute-set") return "unknown";
  return together(
    module.bindings.flatMap((one) => [
      within(one, "system", systemSets),
      within(one, "imports", importsSet),
      within(one, "config", moduleSets),
    ]),
  );
}

/**
 * What `lib.mkIf` and its like hold, as if every condition held; of anything else, itself. A list that
 * only Nix knows is held as it is.
 */
function heldBy(value: Expression): readonly Expression[] {
  if (value.kind !== "call" || value.callee.kind !== "select") return [value];
  const name = value.callee.path.at(-1);
  const content = value.arguments.at(-1);
  if (typeof name !== "string" || !holding.has(name) || content === undefined) return [value];
  return name === "mkMerge" && content.kind === "list"
    ? content.items.flatMap(heldBy)
    : heldBy(content);
}

const holding = new Set([
  "mkAfter",
  "mkBefore",
  "mkDefault",
  "mkForce",
  "mkIf",
  "mkMerge",
  "mkOrder",
  "mkOverride",
  "mkVMOverride",
]);

function importsSet(imports: Expression): Answer {
  return imports.kind === "list" ? together(imports.items.map(moduleSets)) : "unknown";
}

function systemSets(system: Expression): Answer {
  if (system.kind !== "attribute-set") return "unknown";
  return together(system.bindings.map((one) => within(one, "stateVersion", () => "set")));
}

/** What a binding of `name`, or of something in it (`name.a.b = …`), answers. */
function within(binding: Binding, name: string, answer: (value: Expression) => Answer): Answer {
  if (binding.kind === "inherit") {
    // What is inherited is a variable, or part of one.
    return binding.names.includes(name) ? answer({ kind: "identifier", name }) : "absent";
  }
  const [first, ...rest] = binding.path;
  if (typeof first !== "string") return "unknown";
  if (first !== name) return "absent";
  return answer(rest.length === 0 ? binding.value : nested(rest, binding.value));
}

function nested(path: AttributePath, value: Expression): Expression {
  return { kind: "attribute-set", recursive: false, bindings: [{ kind: "binding", path, value }] };
}
