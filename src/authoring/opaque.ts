import {
  nixExpression,
  type CallSite,
  type ExpressionSource,
  type NixExpression,
} from "../nix/value.js";
import { callSite, isCalledByLanguage, isCalledByNode } from "./call-site.js";
import { patternKey, tellPattern } from "./pattern-defaults.js";
import { hintOfProperty, misuseProblem, nameOf, type MisuseKind } from "./misuse.js";
import type { SiteError } from "./site-error.js";
import { misuseError } from "./thrown-misuses.js";

/**
 * What no Nix expression answers, whatever way it is asked: JavaScript would go on with an answer
 * that means nothing. Each of these throws a SiteError at the code that asked (NP310, NP315, NP319).
 * @param source what the expression is
 */
export function opaqueTraps(source: ExpressionSource): ProxyHandler<object> {
  const refuse = (kind: MisuseKind, what: string, trap: (...given: never[]) => unknown): never => {
    throw misused(kind, what, source, trap);
  };
  return {
    has: function has(_target, key) {
      if (typeof key === "symbol") return key === nixExpression;
      return refuse("operator", "in", has);
    },
    ownKeys: function ownKeys() {
      return refuse("apart", "Object", ownKeys);
    },
    getOwnPropertyDescriptor: function descriptor(target, key) {
      if (typeof key === "symbol") return Reflect.getOwnPropertyDescriptor(target, key);
      return refuse("apart", "Object", descriptor);
    },
    set: function set() {
      return refuse("change", "=", set);
    },
    defineProperty: function define() {
      return refuse("change", "=", define);
    },
    deleteProperty: function remove() {
      return refuse("change", "delete", remove);
    },
    setPrototypeOf: function prototype() {
      return refuse("change", "=", prototype);
    },
  };
}

/** What a symbol gives that JavaScript asks for by itself; undefined for any other. */
export function askedBySymbol(source: ExpressionSource, key: symbol): unknown {
  if (key === nixExpression) return source;
  if (key === patternKey) tellPattern("operator", { [nixExpression]: source });
  if (key === Symbol.toPrimitive) return refuseText(source);
  if (key !== Symbol.iterator && key !== Symbol.asyncIterator) return undefined;
  return function iterate(): never {
    throw misused("apart", "...", source, iterate);
  };
}

/** Turned into text, an expression would lose its meaning without a word. */
export function refuseText(source: ExpressionSource): () => never {
  return function toText(hint?: unknown): never {
    const asked = isCalledByNode(toText) ? ownerOfName(source) : source;
    // JavaScript says when it wants a number: `port++`, `list.slice(0, port)`.
    throw misusedAt("text", hint === "number" ? hint : "", asked, callSite(toText));
  };
}

/** Node says of what it refuses how it is called: `function ${value.name}`. */
function ownerOfName(source: ExpressionSource): ExpressionSource {
  if (source.kind !== "reference") return source;
  const last = source.steps.at(-1);
  const isName = last?.kind === "select" && last.attribute === "name";
  return isName ? { ...source, steps: source.steps.slice(0, -1) } : source;
}

/** The error of an expression that a method of a list calls: with the index and the list, too. */
export function callbackMisuse(source: ExpressionSource, site: CallSite | undefined): SiteError {
  const problem = misuseProblem("callback", "", { [nixExpression]: source });
  const name = /`(.*)`/.exec(problem.message)?.[1] ?? "…";
  return misuseError({ ...problem, hint: `write (one) => ${name}(one)` }, site);
}

/** The error of an expression that is to be put into a text by `replace`, which calls it. */
export function replacementMisuse(source: ExpressionSource, site: CallSite | undefined): SiteError {
  const problem = misuseProblem("text", "", { [nixExpression]: source });
  const name = /`(.*)`/.exec(problem.message)?.[1] ?? "…";
  const hint = `let Nix replace it: nix\`builtins.replaceStrings [ "…" ] [ "\${${name}}" ] \${text}\``;
  return misuseError({ ...problem, hint }, site);
}

/** JSON has no Nix in it: `JSON.stringify` of something with an expression in it. */
export function inJson(
  source: ExpressionSource,
  callee: (...given: never[]) => unknown,
): SiteError {
  const hint = "let Nix write the JSON of the whole value: nix`builtins.toJSON ${value}`";
  const expression = { [nixExpression]: source };
  const problem = misuseProblem("argument", "JSON.stringify", expression);
  return misuseError({ ...problem, hint }, callSite(callee));
}

export function misused(
  kind: MisuseKind,
  what: string,
  source: ExpressionSource,
  callee: (...given: never[]) => unknown,
): SiteError {
  return misusedAt(kind, what, source, callSite(callee));
}

function misusedAt(
  kind: MisuseKind,
  what: string,
  source: ExpressionSource,
  site: CallSite | undefined,
): SiteError {
  const value = { [nixExpression]: source };
  const problem = misuseProblem(kind, what, value);
  const name = nameOf(value).replaceAll("`", "");
  const isPlain = source.kind === "reference" && hintOfProperty(value) === undefined;
  const hint = isPlain ? hintFor(kind, what, name) : undefined;
  return misuseError(hint === undefined ? problem : { ...problem, hint }, site);
}

function hintFor(kind: MisuseKind, what: string, name: string): string | undefined {
  const hole = `\${${name}}`;
  if (what === "number") return `let Nix work it out: nix\`${hole} + 1\``;
  if (kind === "text") return `write it in a nix template: nix\`"${hole}"\``;
  if (kind !== "apart") return undefined;
  const nix = what === "..." ? `builtins.elemAt ${hole} 0` : `builtins.attrNames ${hole}`;
  return `let Nix take it apart: nix\`${nix}\``;
}

/** A file of an installed package; bundles of configs are kept in a folder beside these. */
const installed = /[\\/]node_modules[\\/](?!\.cache[\\/])/;

/** An attribute of an expression that is no reference is known to Nix alone: nothing is left out. */
const noAttributes = new Proxy(Object.prototype, {
  get: function attribute(target, key, receiver: unknown): unknown {
    if (typeof key === "symbol" || key in target || key === "then") {
      return Reflect.get(target, key, receiver);
    }
    // What shows an object asks for much.
    if (isCalledByLanguage(attribute)) return undefined;
    const site = callSite(attribute);
    // So does what compares values: Jest asks for `asymmetricMatch`, `size` and more.
    if (site !== undefined && installed.test(site.file)) return undefined;
    const source = (receiver as Partial<NixExpression>)[nixExpression];
    if (source === undefined) return undefined;
    const problem = misuseProblem("attribute", key, { [nixExpression]: source });
    const hint = `let Nix take it: nix\`${isIndex(key) ? `builtins.elemAt \${value} ${key}` : `\${value}.${nixName(key)}`}\``;
    throw misuseError({ ...problem, hint }, site);
  },
});

/** Whether a name of a property is that of an item of a list. */
export function isIndex(key: string | symbol): key is string {
  return typeof key === "string" && /^(?:0|[1-9]\d*)$/.test(key);
}

function nixName(key: string): string {
  return /^[a-zA-Z_][\w'-]*$/.test(key) ? key : JSON.stringify(key);
}

/** What an expression that is no reference gives where JavaScript wants a text, or items. */
const answers: object = Object.create(noAttributes, {
  [Symbol.toPrimitive]: refusal((source) => refuseText(source)),
  toString: refusal((source) => refuseText(source)),
  toJSON: refusal(
    (source) =>
      function toJson(): never {
        throw inJson(source, toJson);
      },
  ),
  [Symbol.iterator]: refusal((source) => askedBySymbol(source, Symbol.iterator) as () => never),
}) as object;

function refusal(of: (source: ExpressionSource) => () => never): PropertyDescriptor {
  return {
    get(this: NixExpression) {
      return of(this[nixExpression]);
    },
  };
}

/** A Nix expression that is no reference. */
export function opaque(source: ExpressionSource): NixExpression {
  const made = Object.create(answers) as Record<symbol, unknown>;
  made[nixExpression] = source;
  return Object.freeze(made) as unknown as NixExpression;
}
