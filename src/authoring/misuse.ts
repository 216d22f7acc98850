import type { ProblemCode } from "../problems/codes.js";
import type { Problem } from "../problems/problem.js";
import { memberInWords } from "../problems/value-path.js";
import { readProperty } from "../nix/property.js";
import { isNixExpression, nixExpression } from "../nix/value.js";

/** What code did with a Nix expression that only Nix can do. */
export type MisuseKind =
  | "operator"
  | "text"
  | "statement"
  | "apart"
  | "index"
  | "method"
  | "argument"
  | "callback"
  | "attribute"
  | "identity"
  | "search"
  | "key"
  | "dash"
  | "change"
  | "merge"
  | "default"
  | "lost";

interface Words {
  readonly code: ProblemCode;
  /** @param name of the expression, @param what the operator, method or function, as it is written */
  readonly message: (name: string, what: string) => string;
  /** Where the user's own text has nothing to say. */
  readonly hint?: string | ((what: string, value: unknown) => string);
}

export const defaultNeverTaken =
  "a default of a module's argument is never taken: NixOS gives it or fails";

const known = "its value is known to Nix alone";

const words: Readonly<Record<MisuseKind, Words>> = {
  operator: {
    code: "NP313",
    message: (name, what) => `\`${what}\` cannot compute with ${name}: ${known}`,
  },
  statement: {
    code: "NP314",
    message: (name, what) => `\`${what}\` cannot decide by ${name}: ${known}`,
  },
  apart: {
    code: "NP315",
    message: (name, what) => `\`${what}\` cannot take ${name} apart: ${known}`,
  },
  index: {
    code: "NP315",
    message: (name, what) => `TypeScript cannot take item ${what} of ${name}: ${known}`,
  },
  method: {
    code: "NP316",
    message: (name, what) => `${name} is no list or text of TypeScript, and has no \`${what}\``,
  },
  argument: {
    code: "NP316",
    message: (name, what) => `\`${what}\` cannot compute with ${name}: ${known}`,
  },
  callback: {
    code: "NP316",
    message: (name) => `${name} would be given the index and the list as well as the item`,
  },
  attribute: {
    code: "NP316",
    message: (name, what) => `TypeScript cannot take \`${what}\` of ${name}: ${known}`,
  },
  identity: {
    code: "NP316",
    message: (name, what) =>
      /^(?:concat|flat|flatMap)$/.test(what)
        ? `\`${what}\` adds ${name} as one item, also when it is a list: ${known}`
        : what === "Set"
          ? `\`Set\` keeps ${name} twice: it compares objects, not values`
          : `\`${what}\` looks for ${name} as an object, not by its value`,
  },
  search: {
    code: "NP316",
    message: (name, what) => `\`${what}\` cannot say whether it is ${name}: ${known}`,
  },
  key: {
    code: "NP317",
    message: (name) => `${name} cannot be a name in TypeScript: ${known}`,
  },
  text: {
    code: "NP310",
    message: (name) => `${name} is a Nix expression and has no text in TypeScript`,
  },
  dash: {
    code: "NP318",
    message: (name) => `TypeScript takes the dash after ${name} for a subtraction`,
  },
  change: {
    code: "NP319",
    message: (name) => `${name} is a Nix expression and cannot be changed`,
  },
  // What is said by `lib.mkIf` and its kin, taken apart: `lib.mkMerge` puts such definitions together.
  merge: {
    code: "NP315",
    message: (name, what) => `\`${what}\` cannot take ${name} apart: ${known}`,
  },
  default: {
    code: "NP313",
    // nixpkgs #7272: the module system asks for every name that a module's function has.
    message: () => defaultNeverTaken,
    hint: "leave the default out, and set it as an option: { _module: { args: { port: lib.mkDefault(80) } } }",
  },
  lost: {
    code: "NP332",
    message: (_name, what) => {
      const isSpread = !what.startsWith("Object.assign");
      const lost = isSpread ? what : what.slice("Object.assign ".length);
      const done = isSpread ? "is spread into an object" : "is given to `Object.assign`";
      return /^a (?:list|text)$/.test(lost)
        ? `${lost} ${done}: its parts become attributes called \`0\`, \`1\` …`
        : `${lost} ${done}, which takes nothing of it`;
    },
    hint: hintOfLost,
  },
};

/** What to write in place of a spread that an object takes nothing useful of. */
function hintOfLost(what: string, value: unknown): string {
  switch (what) {
    case "a promise":
      return "wait for it: `...(await base(name))`, at the top level of the file or in an async function that is awaited there";
    case "a map":
      return "write `...Object.fromEntries(map)`";
    case "a set":
      return "write `[...set]` for a list of what it holds";
    case "a text":
      return "give the text a name: `{ NAME: text }`";
    case "a list":
      return hintOfList(value as readonly unknown[]);
    default:
      return "write modules as a list: `config: [base, { … }]`; call a function that makes options: `...base(name)`";
  }
}

function hintOfList(items: readonly unknown[]): string {
  if (items.every((one) => Array.isArray(one) && one.length === 2)) {
    return "write `...Object.fromEntries(pairs)` for pairs of a name and a value";
  }
  if (items.some((one) => typeof one === "object" || typeof one === "function")) {
    return "write modules as a list: `config: [...modules, { … }]`";
  }
  return "give the list a name, `{ NAME: list }`, or each of its items one: `{ NAME: list[0] }`";
}

/** A misuse as a problem, without a place. */
export function misuseProblem(kind: MisuseKind, what: string, value: unknown): Problem {
  const { code, message, hint: ofKind } = words[kind];
  const hint =
    (kind === "merge" ? undefined : hintOfProperty(value)) ??
    (typeof ofKind === "function" ? ofKind(what, value) : ofKind);
  return {
    code,
    severity: "error",
    message: message(nameOf(value), what),
    ...(hint === undefined ? {} : { hint }),
  };
}

/** Of `lib.mkForce(…)` and its kin, Nix has no value to compute with, either. */
export function hintOfProperty(value: unknown): string | undefined {
  const property = readProperty(value);
  return (
    property &&
    `\`lib.${property.name}\` says how an option is defined: use the plain value, from a constant that both places use`
  );
}

/** A Nix expression in a sentence: `config.a.b`, with backquotes, or what it was made by. */
export function nameOf(value: unknown): string {
  if (!isNixExpression(value)) return "this";
  const source = value[nixExpression];
  switch (source.kind) {
    case "reference":
      return `\`${referenceName(source.root, source.steps)}\``;
    case "file":
      return "a `file(…)`";
    case "fragment":
      return "a nix template";
    case "text":
      return "a text with Nix expressions in it";
    case "syntax":
      return "this Nix expression";
  }
}

/** A reference as it is written in TypeScript, its arguments left out. */
export function referenceName(
  root: string,
  steps: readonly (
    { readonly kind: "select"; readonly attribute: string } | { readonly kind: "apply" }
  )[],
): string {
  return steps.reduce((name, step) => {
    if (step.kind === "apply") return `${name}(…)`;
    return `${name}${memberInWords(step.attribute)}`;
  }, root);
}
