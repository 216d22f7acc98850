import { isNode, type SyntaxNode } from "../origins/parse-typescript.js";
import { unwrapped } from "./nodes.js";
import { computingModules } from "../../authoring/node-functions.js";

/** What a file calls those parts of Node whose functions compute with what they are given. */
export class NodeNames {
  /** Names of single functions. */
  readonly #functions = new Set<string>();
  /** Names of whole modules. */
  readonly #modules = new Set<string>();
  /** Names of `format` of `util`. */
  readonly #formats = new Set<string>();

  imported(declaration: SyntaxNode): void {
    const module = moduleOf(declaration.source);
    if (module === undefined || declaration.importKind === "type") return;
    for (const one of declaration.specifiers as SyntaxNode[]) {
      const local = String((one.local as SyntaxNode).name);
      if (one.type === "ImportSpecifier") this.#add(module, one.imported, local);
      else this.#module(local);
    }
  }

  /** `const { join } = require("node:path")`, also with `await import(…)`. */
  required(pattern: SyntaxNode, value: SyntaxNode): void {
    const module = moduleOf(requiredName(unwrapped(value)));
    if (module === undefined) return;
    if (pattern.type === "Identifier") this.#module(String(pattern.name));
    if (pattern.type !== "ObjectPattern") return;
    for (const one of pattern.properties as SyntaxNode[]) {
      const local = one.value;
      if (isNode(local) && local.type === "Identifier") {
        this.#add(module, one.key, String(local.name));
      }
    }
  }

  isFunction(name: string): boolean {
    return this.#functions.has(name);
  }

  isMethod(owner: string, name: string): boolean {
    return this.#modules.has(owner) && !isHarmless(name);
  }

  /** Whether a function makes a text of all that it is given. */
  isFormat(name: string): boolean {
    return this.#formats.has(name);
  }

  isFormatOf(owner: string, name: string): boolean {
    return name === "format" && this.#modules.has(owner);
  }

  /** Whether something of Node's is called so. */
  isKnown(name: string): boolean {
    return this.#functions.has(name) || this.#modules.has(name);
  }

  #add(module: string, imported: unknown, local: string): void {
    const name = isNode(imported) ? String(imported.name) : "";
    if (module === "util" && name === "format") this.#formats.add(local);
    if (name === "default") this.#module(local);
    else if (name === "posix" || name === "promises" || name === "strict") this.#module(local);
    else if (module !== "util" || utilities.has(name)) {
      if (!isHarmless(name)) this.#functions.add(local);
    }
  }

  /** `assert` is both. */
  #module(local: string): void {
    this.#modules.add(local);
    this.#functions.add(local);
  }
}

const utilities: ReadonlySet<string> = new Set(["isDeepStrictEqual", "stripVTControlCharacters"]);

/** What shows a value to people may be given any. */
function isHarmless(name: string): boolean {
  return /^(?:format|formatWithOptions|inspect|promisify|callbackify|deprecate|debuglog|types)$/.test(
    name,
  );
}

function moduleOf(source: unknown): string | undefined {
  const name = isNode(source) ? String(source.value).replace(/^node:/, "") : "";
  return computingModules.includes(name) ? name : undefined;
}

function requiredName(value: SyntaxNode): unknown {
  const inner = value.type === "AwaitExpression" ? unwrapped(value.argument as SyntaxNode) : value;
  if (inner.type === "ImportExpression") return inner.source;
  if (inner.type !== "CallExpression") return undefined;
  const { callee } = inner;
  const [given] = inner.arguments as SyntaxNode[];
  return isNode(callee) && callee.name === "require" ? given : undefined;
}
