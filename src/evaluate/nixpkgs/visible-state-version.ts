import { parseNix } from "../../nix/parser.js";
import { NixSyntaxError } from "../../nix/syntax-error.js";
import type { AttributePath, Binding, Expression } from "../../nix/syntax.js";

/** A `system.stateVersion` that stands in a text of Nix. */
export interface VisibleStateVersion {
  readonly version: string;
  /** Whether nothing that the module imports could say otherwise. */
  readonly isCertain: boolean;
}

interface Found {
  readonly version: string;
  /** As nixpkgs has it in lib/modules.nix: the smaller counts. */
  readonly priority: number;
}

const usual = 100;
const priorities: Readonly<Record<string, number>> = {
  mkForce: 50,
  mkVMOverride: 10,
  mkDefault: 1000,
  mkOptionDefault: 1500,
};

/**
 * The `system.stateVersion` of a NixOS module, where its text says it: a string by itself, or under
 * mkDefault and its like, also in modules that stand in its `imports`.
 * @returns undefined where none is to be seen, or more than one
 */
export function visibleStateVersion(text: string): VisibleStateVersion | undefined {
  let module: Expression;
  try {
    module = parseNix(text);
  } catch (error) {
    if (error instanceof NixSyntaxError) return undefined;
    throw error;
  }
  const search = { found: [] as Found[], importsOthers: false, isComputed: false };
  inModule(module, search);
  const [first, ...others] = search.found.sort((one, other) => one.priority - other.priority);
  if (first === undefined || search.isComputed) return undefined;
  const isTwice = others.some(
    ({ priority, version }) => priority === first.priority && version !== first.version,
  );
  if (isTwice) return undefined;
  const isCertain = !search.importsOthers || first.priority <= usual;
  return { version: first.version, isCertain };
}

interface Search {
  readonly found: Found[];
  importsOthers: boolean;
  /** Whether some value of it is no plain text. */
  isComputed: boolean;
}

function inModule(module: Expression, search: Search): void {
  let at = module;
  while (at.kind === "lambda" || at.kind === "let" || at.kind === "with" || at.kind === "assert") {
    at = at.body;
  }
  if (at.kind === "attribute-set") inSet(at.bindings, [], search);
  else search.importsOthers = true;
}

const wanted = ["system", "stateVersion"];

function inSet(bindings: readonly Binding[], prefix: readonly string[], search: Search): void {
  for (const binding of bindings) {
    if (binding.kind !== "binding") {
      search.isComputed ||= prefix.length === 1 && binding.names.includes("stateVersion");
      continue;
    }
    const names = namesOf(binding.path);
    if (names === undefined) continue;
    const path = [...prefix, ...names];
    if (path[0] === "config") path.shift();
    const { value } = binding;
    const isOnTheWay = path.length < 2 && wanted.slice(0, path.length).join(".") === path.join(".");
    if (path.join(".") === "imports") inImports(value, search);
    else if (path.join(".") === wanted.join(".")) take(value, search);
    else if (isOnTheWay && value.kind === "attribute-set") inSet(value.bindings, path, search);
    else if (isOnTheWay) search.isComputed = true;
  }
}

function inImports(value: Expression, search: Search): void {
  if (value.kind !== "list") search.importsOthers = true;
  else for (const item of value.items) inModule(item, search);
}

function take(value: Expression, search: Search): void {
  const [version, priority] = readValue(value);
  if (version === undefined) search.isComputed = true;
  else search.found.push({ version, priority });
}

function readValue(value: Expression): readonly [version: string | undefined, priority: number] {
  if (value.kind === "string") {
    const [part, ...more] = value.parts;
    return [more.length === 0 && typeof part === "string" ? part : undefined, usual];
  }
  if (value.kind !== "call") return [undefined, usual];
  const { callee } = value;
  const name =
    callee.kind === "identifier"
      ? callee.name
      : callee.kind === "select"
        ? namesOf(callee.path)?.at(-1)
        : undefined;
  const inner = value.arguments.at(-1);
  const level = value.arguments[0];
  const priority =
    name === "mkOverride" && level?.kind === "integer"
      ? Number(level.value)
      : priorities[name ?? ""];
  if (inner === undefined || priority === undefined) return [undefined, usual];
  return [readValue(inner)[0], priority];
}

function namesOf(path: AttributePath): string[] | undefined {
  const names = path.map((one) => (typeof one === "string" ? one : undefined));
  return names.some((one) => one === undefined) ? undefined : (names as string[]);
}
