import { identifier, select } from "../../nix/build.js";
import { functionName, strictReads, type Read } from "../../nix/strict-reads.js";
import { hostOwner, type Binding, type Expression, type Owner } from "../../nix/syntax.js";
import { binderOf, innerScope, type Scope, type VariableUse } from "../../nix/variables.js";
import type { Problem, ValuePath } from "../../problems/problem.js";
import { importsProblem, ownPackagesProblem, selfProblem } from "./self-read-problems.js";

export interface SelfReadContext {
  /** The option that the container is: `["containers", "web"]`. */
  readonly option: readonly string[];
  /** Whether the container's modules are given `pkgs` otherwise than by its `nixpkgs` options. */
  readonly givenPackages: boolean;
}

/** A module, or the container's own options, while it is looked through. */
interface Around {
  readonly owner: Owner;
  readonly scope: Scope | undefined;
  /** The value of the config that is nearest around. */
  readonly mark: ValuePath;
  /** What else has to be known for a value to be: conditions of `mkIf`. */
  readonly conditions: readonly Read[];
}

/** Options below `nixpkgs` that `pkgs` is made of (nixos/modules/misc/nixpkgs.nix). */
const packageOptions = new Set([
  "pkgs",
  "config",
  "overlays",
  "system",
  "localSystem",
  "crossSystem",
  "hostPlatform",
  "buildPlatform",
]);

/** What of lib/modules.nix wraps a value, and which argument the value is. */
const wrappers: ReadonlyMap<string, number> = new Map([
  ["mkForce", 0],
  ["mkDefault", 0],
  ["mkOptionDefault", 0],
  ["mkVMOverride", 0],
  ["mkImageMediaOverride", 0],
  ["mkBefore", 0],
  ["mkAfter", 0],
  ["mkOverride", 1],
  ["mkOrder", 1],
]);

/** What Nix has to know of a module before all else, in words. */
const ofModule = "what this module defines";

/**
 * Values that can only recurse (NP323, NP324, NP325): an option that its own value reads, packages
 * made of themselves, and imports that need what comes of all modules. The module system evaluates
 * every definition of an option, and its conditions, as far as to know its kind and priority
 * (lib/modules.nix, mergeDefinitions), and `imports` before anything else; what Nix would read later,
 * or not at all, is no problem.
 * @param syntax the value of the container's option, its variables with their owners
 * @param uses all of these variables: without those that are looked for, there is nothing to find
 */
export function selfReadProblems(
  syntax: Expression,
  path: ValuePath,
  context: SelfReadContext,
  uses: readonly VariableUse[],
): Problem[] {
  const reads = uses.filter(
    ({ name }) => name === "config" || name === "options" || name === "pkgs",
  );
  if (reads.length === 0) return [];
  const owner = ownerOf(context);
  const onlyPackages = reads.every(({ name, owner: own, scope }) => {
    const whose = own ?? binderOf(name, scope)?.owner ?? hostOwner;
    return name === "pkgs" && (whose === owner || whose === hostOwner);
  });
  return new SelfReads(context, onlyPackages).container(syntax, {
    owner: hostOwner,
    scope: undefined,
    mark: path,
    conditions: [],
  });
}

class SelfReads {
  /** @param onlyPackages whether `pkgs`, the container's own or the host's, is all that it reads */
  constructor(
    private readonly context: SelfReadContext,
    private readonly onlyPackages: boolean,
  ) {}

  container(syntax: Expression, around: Around): Problem[] {
    const held = heldBy(syntax, around);
    if (held !== undefined) return held.flatMap(([one, inner]) => this.container(one, inner));
    if (syntax.kind !== "attribute-set") return [];
    return syntax.bindings.flatMap((one) => {
      const isConfig = one.kind === "binding" && one.path[0] === "config";
      if (!isConfig) return this.#binding(one, this.context.option, around);
      const owner = `${this.context.option.at(-1) ?? ""}.config`;
      const inner = at(one.value, { ...around, owner });
      if (one.path.length === 1) return this.#module(one.value, inner);
      return this.#binding({ ...one, path: one.path.slice(1) }, [], inner);
    });
  }

  #module(given: Expression, outer: Around): Problem[] {
    const around = at(given, outer);
    if (given.kind === "lambda" && given.owner !== undefined) {
      const scope = innerScope(given, around.scope);
      return this.#module(given.body, { ...around, owner: given.owner, scope });
    }
    if (given.kind === "let" || given.kind === "with")
      return this.#module(...within(given, around));
    const held = heldBy(given, around);
    // Conditions around a module are the host's, which knows nothing of what is in it.
    if (held !== undefined) return held.flatMap(([one]) => this.#module(one, around));
    if (given.kind !== "attribute-set") {
      // What a module has in it must be known before any argument that comes of all modules.
      return this.#needed(strictReads(given, around.scope), around, ofModule);
    }
    if (given.recursive) return [];
    const names = new Set(given.bindings.map((one) => (one.kind === "binding" ? one.path[0] : "")));
    const long = names.has("config") || names.has("options");
    return given.bindings.flatMap((one) => {
      const first = one.kind === "binding" ? one.path[0] : undefined;
      if (one.kind === "binding" && first === "imports") return this.#imports(one.value, around);
      if (!long) return this.#binding(one, [], around);
      if (one.kind !== "binding" || first !== "config") return [];
      if (one.path.length > 1) {
        return this.#binding({ ...one, path: one.path.slice(1) }, [], around);
      }
      return this.#definition(one.value, [], around);
    });
  }

  #binding(one: Binding, above: readonly string[], around: Around): Problem[] {
    if (one.kind === "binding") {
      if (!one.path.every((name) => typeof name === "string")) return [];
      return this.#definition(one.value, [...above, ...one.path], around);
    }
    const inner = one.mark === undefined ? around : { ...around, mark: one.mark };
    return one.names.flatMap((name) => {
      const value = one.from === undefined ? identifier(name, one.owner) : select(one.from, [name]);
      return this.#definition(value, [...above, name], inner);
    });
  }

  /** One definition of an option: at the end of its path, or with more of the path within. */
  #definition(given: Expression, option: readonly string[], outer: Around): Problem[] {
    // Any other option may have what it likes of its packages.
    if (this.onlyPackages && !/^(?:nixpkgs|_module)?$/.test(option[0] ?? "")) return [];
    const around = at(given, outer);
    if (given.kind === "attribute-set" && !given.recursive) {
      return given.bindings.flatMap((one) => this.#binding(one, option, around));
    }
    if (isOther(given, around)) return this.#module(given, around);
    if (given.kind === "let" || given.kind === "with") {
      const [body, inner] = within(given, around);
      return this.#definition(body, option, inner);
    }
    const held = heldBy(given, around);
    if (held !== undefined) {
      return held.flatMap(([one, inner]) => this.#definition(one, option, inner));
    }
    if (given.kind === "call" && functionName(given.callee, around.scope) === "mkMerge") {
      const [all] = given.arguments;
      const reads = all === undefined ? [] : strictReads(all, around.scope);
      return this.#judge([...around.conditions, ...reads], option, around);
    }
    if (option.length === 0)
      return this.#needed(strictReads(given, around.scope), around, ofModule);
    const reads = [...around.conditions, ...strictReads(given, around.scope)];
    if (given.kind === "list") {
      const modules = given.items.flatMap((one) =>
        isOther(one, around) ? this.#module(one, around) : [],
      );
      if (modules.length > 0) return modules;
      // Nix looks at each overlay before there are packages.
      if (isPath(option, ["nixpkgs", "overlays"])) {
        reads.push(...given.items.flatMap((one) => strictReads(one, around.scope)));
      }
    }
    return this.#judge(reads, option, around);
  }

  #judge(reads: readonly Read[], option: readonly string[], around: Around): Problem[] {
    for (const read of reads) {
      if (this.#isSelf(read, option, around.owner)) return [selfProblem(read, option, around.mark)];
      if (this.#isOwnPackages(read, option, around.owner)) {
        return [ownPackagesProblem(read, option, around.mark)];
      }
    }
    return [];
  }

  #isSelf(read: Read, option: readonly string[], owner: Owner): boolean {
    if (read.name !== "config" || option.length === 0) return false;
    if (read.owner === owner) return startsWith(read.path, option);
    // The host sees the container's configuration as part of its own.
    const own = [...this.context.option, "config", ...option];
    return (
      owner === ownerOf(this.context) && read.owner === hostOwner && startsWith(read.path, own)
    );
  }

  #isOwnPackages(read: Read, option: readonly string[], owner: Owner): boolean {
    if (read.name !== "pkgs" || read.owner !== owner || owner === hostOwner) return false;
    if (this.context.givenPackages) return false;
    const [first, second] = option;
    if (isPath(option, ["_module", "args", "pkgs"])) return true;
    return option.length === 2 && first === "nixpkgs" && packageOptions.has(second ?? "");
  }

  #imports(given: Expression, outer: Around): Problem[] {
    const around = at(given, outer);
    if (given.kind === "list") {
      return given.items.flatMap((one) =>
        one.kind === "attribute-set" || (one.kind === "lambda" && one.owner !== undefined)
          ? this.#module(one, around)
          : this.#needed(strictReads(one, around.scope), at(one, around), "what `imports` lists"),
      );
    }
    if (given.kind === "binary" && given.operator === "++") {
      return [...this.#imports(given.left, around), ...this.#imports(given.right, around)];
    }
    return this.#needed(strictReads(given, around.scope), around, "what `imports` lists");
  }

  #needed(reads: readonly Read[], around: Around, what: string): Problem[] {
    const read = reads.find(
      ({ name, owner }) =>
        owner === around.owner &&
        (name === "config" ||
          name === "options" ||
          (name === "pkgs" && !this.context.givenPackages)),
    );
    return read === undefined ? [] : [importsProblem(read, around.mark, what)];
  }
}

function ownerOf({ option }: SelfReadContext): Owner {
  return `${option.at(-1) ?? ""}.config`;
}

function at({ mark }: Expression, around: Around): Around {
  return mark === undefined ? around : { ...around, mark };
}

/** What `lib.mkIf` and its kin hold, each with what has to be known first; undefined for all else. */
function heldBy(given: Expression, around: Around): [Expression, Around][] | undefined {
  if (given.kind !== "call") return undefined;
  const name = functionName(given.callee, around.scope) ?? "";
  const [first, second] = given.arguments;
  if (name === "mkIf" && first !== undefined && second !== undefined) {
    const conditions = [...around.conditions, ...strictReads(first, around.scope)];
    return [[second, { ...around, conditions }]];
  }
  if (name === "mkMerge" && first?.kind === "list") {
    return first.items.map((one) => [one, around]);
  }
  const value = given.arguments[wrappers.get(name) ?? -1];
  return value === undefined ? undefined : [[value, around]];
}

/** The body of a `let` or a `with`. */
function within(
  given: Extract<Expression, { kind: "let" | "with" }>,
  around: Around,
): [Expression, Around] {
  return [given.body, { ...around, scope: innerScope(given, around.scope) }];
}

/** Whether a value is a module of another NixOS. */
function isOther(given: Expression, around: Around): boolean {
  return given.kind === "lambda" && given.owner !== undefined && given.owner !== around.owner;
}

function startsWith(path: readonly string[], start: readonly string[]): boolean {
  return start.every((name, index) => path[index] === name);
}

function isPath(path: readonly string[], other: readonly string[]): boolean {
  return path.length === other.length && startsWith(path, other);
}
