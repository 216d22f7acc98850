import type { Binding, Expression } from "../../nix/syntax.js";

/** An option of a module, and what is said of it; of a set, its attributes are told one by one. */
export interface Setting {
  readonly path: readonly string[];
  readonly value: Expression;
}

/**
 * What the modules in an attribute of a container say, their imports with them.
 * @returns undefined where there is no such attribute, or something is not known: a file, a variable, a condition
 */
export function settingsOf(container: Expression, attribute: string): Setting[] | undefined {
  const found = leaves([], container, 1);
  // What is not the attribute's may be anything.
  const modules = found?.filter(({ path }) => path[0] === attribute);
  if (modules?.length === 0) return undefined;
  return together(modules?.map(({ path, value }) => moduleSettings(nested(path.slice(1), value))));
}

/** A module: a set, or a function that returns one. */
function moduleSettings(module: Expression): Setting[] | undefined {
  if ("body" in module) return moduleSettings(module.body);
  if (module.kind !== "attribute-set") return undefined;
  return together(
    leaves([], module, 1)?.map(({ path, value }) => {
      const [first, ...rest] = path;
      if (first === "imports") return importedSettings(nested(rest, value));
      if (first === "config") return moduleSettings(nested(rest, value));
      return leaves(path, value, Infinity);
    }),
  );
}

function importedSettings(imports: Expression): Setting[] | undefined {
  return imports.kind === "list" ? together(imports.items.map(moduleSettings)) : undefined;
}

function together(all: readonly (Setting[] | undefined)[] | undefined): Setting[] | undefined {
  return all?.includes(undefined) === false ? all.flatMap((one) => one ?? []) : undefined;
}

/**
 * The attributes of a set, and of the sets in it down to a depth. Where a name in a set is not known, the
 * set is told as a whole; undefined where that is the outermost.
 */
function leaves(path: readonly string[], value: Expression, depth: number): Setting[] | undefined {
  const whole = path.length === 0 ? undefined : [{ path, value }];
  if (value.kind !== "attribute-set" || depth === 0) return whole;
  const found: Setting[] = [];
  for (const binding of value.bindings) {
    const inner = ofBinding(binding);
    if (inner === undefined) return whole;
    for (const one of inner) {
      const deeper = leaves([...path, ...one.path], one.value, depth - 1);
      if (deeper === undefined) return whole;
      found.push(...deeper);
    }
  }
  return found;
}

function ofBinding(binding: Binding): Setting[] | undefined {
  if (binding.kind === "inherit") {
    return binding.names.map((name) => ({ path: [name], value: { kind: "identifier", name } }));
  }
  const path: string[] = [];
  for (const name of binding.path) {
    if (typeof name !== "string") return undefined;
    path.push(name);
  }
  return [{ path, value: binding.value }];
}

function nested(path: readonly string[], value: Expression): Expression {
  if (path.length === 0) return value;
  return { kind: "attribute-set", recursive: false, bindings: [{ kind: "binding", path, value }] };
}
