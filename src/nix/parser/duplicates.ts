import type { AttributePath, Binding, Expression } from "../syntax.js";

/** The names defined in a set, to find those defined twice as Nix does. */
export class NameTree {
  private readonly names = new Map<string, NameTree | undefined>();

  /** @returns the path that is defined already, as written in a message */
  add(binding: Binding): string | undefined {
    if (binding.kind === "binding") return this.define(binding.path, binding.value, []);
    return binding.names.find((name) => {
      if (this.names.has(name)) return true;
      this.names.set(name, undefined);
      return false;
    });
  }

  private define(
    path: AttributePath,
    value: Expression,
    above: readonly string[],
  ): string | undefined {
    const [name, ...rest] = path;
    // A computed name is compared when it is evaluated.
    if (typeof name !== "string") return undefined;
    const here = [...above, name];
    if (!this.names.has(name)) {
      const tree = rest.length > 0 || value.kind === "attribute-set" ? new NameTree() : undefined;
      this.names.set(name, tree);
      return tree === undefined ? undefined : fill(tree, rest, value, here);
    }
    const existing = this.names.get(name);
    if (existing === undefined) return here.join(".");
    if (rest.length === 0 && value.kind !== "attribute-set") return here.join(".");
    return fill(existing, rest, value, here);
  }

  /** Adds the names of a set that is merged into this one. */
  addAll(bindings: readonly Binding[], above: readonly string[]): string | undefined {
    for (const one of bindings) {
      const twice =
        one.kind === "binding" ? this.define(one.path, one.value, above) : this.add(one);
      if (twice !== undefined) return twice;
    }
    return undefined;
  }

  /** Adds what is below a name. */
  below(path: AttributePath, value: Expression, above: readonly string[]): string | undefined {
    return this.define(path, value, above);
  }
}

function fill(
  tree: NameTree,
  path: AttributePath,
  value: Expression,
  above: readonly string[],
): string | undefined {
  if (path.length > 0) return tree.below(path, value, above);
  return value.kind === "attribute-set" ? tree.addAll(value.bindings, above) : undefined;
}
