import type { ValuePath } from "../problems/problem.js";
import type { spelling, Spelling, spellings } from "./spelling.js";

/**
 * The Nix expression language as a closed union. Texts are held as the values Nix reads, never as
 * source: escapes, quotes and parentheses are the printer's work, so nothing can be injected.
 */
export type Expression =
  | IdentifierExpression
  | IntegerExpression
  | FloatExpression
  | StringExpression
  | PathExpression
  | SearchPathExpression
  | FileExpression
  | AttributeSetExpression
  | ListExpression
  | SelectExpression
  | HasAttributeExpression
  | CallExpression
  | LambdaExpression
  | LetExpression
  | WithExpression
  | AssertExpression
  | IfExpression
  | UnaryExpression
  | BinaryExpression
  | VerbatimExpression;

/** Comments around a binding, a list item or a formal. */
export interface Trivia {
  /** Comments on lines of their own before it, and empty lines. */
  readonly before?: readonly Comment[];
  /** A comment at the end of its last line; one line, without `#`. */
  readonly after?: string;
}

/**
 * `line`: text after `#`. `block`: the lines between `/*` and its end, without their common indent.
 * `blank`: an empty line, which sets apart what follows.
 */
export type Comment =
  | { readonly kind: "blank" }
  | { readonly kind: "line"; readonly text: string }
  | { readonly kind: "block"; readonly documentation: boolean; readonly lines: readonly string[] };

/** Where names of a template's own text were written; no part of what a tree says. */
interface Spelled {
  readonly [spelling]?: Spelling;
}

interface Node {
  /** The value of the config that this was made from. */
  readonly mark?: ValuePath;
  /**
   * Printed where the expression is a file, a list item or the value of a binding or formal.
   * Whoever puts an expression elsewhere moves its comments out to such a place.
   */
  readonly trivia?: Trivia;
}

/**
 * Whose module argument a variable is: `hostOwner`, or a NixOS of its own (a container, one nested in
 * it), all of whose modules have the same arguments. Nix knows no owners: `bindOwned` sees to it that
 * each name is printed where its owner's is in scope.
 */
export type Owner = string;

/** The machine that the containers run on. No other owner is called so. */
export const hostOwner: Owner = "host";

export interface IdentifierExpression extends Node, Spelled {
  readonly kind: "identifier";
  /** Never a keyword. */
  readonly name: string;
  /** Left out for a name that means what Nix's scope makes of it. */
  readonly owner?: Owner;
}

/** 0 … 2^63 - 1, the integers that can be written; `integer` of build.ts makes the others. */
export interface IntegerExpression extends Node {
  readonly kind: "integer";
  readonly value: bigint;
}

/** A finite number above or equal to 0. */
export interface FloatExpression extends Node {
  readonly kind: "float";
  readonly value: number;
}

export type StringPart = string | Interpolation;

export interface Interpolation {
  readonly kind: "interpolation";
  readonly expression: Expression;
}

export interface StringExpression extends Node {
  readonly kind: "string";
  /** "indented" asks for ''…''; the printer uses "…" where that could not read back the same. */
  readonly style: "quoted" | "indented";
  /** Texts as Nix sees them; two texts never follow each other and none is empty. */
  readonly parts: readonly StringPart[];
  /** The language that a block comment right before it names for editors, such as `bash`. */
  readonly language?: string;
}

/** `./a`, `/a/${b}`, `~/a`: the first part is text in the form Nix writes it. */
export interface PathExpression extends Node {
  readonly kind: "path";
  readonly parts: readonly StringPart[];
}

/** `<nixpkgs/lib>`, without the angle brackets. */
export interface SearchPathExpression extends Node {
  readonly kind: "search-path";
  readonly path: string;
}

/** A file by its absolute path, printed relative to the file that is being written. */
export interface FileExpression extends Node {
  readonly kind: "file";
  readonly path: string;
}

/** A name of an attribute: fixed, a string with interpolations, or `${expression}`. */
export type AttributeName = string | StringExpression | Interpolation;

export type AttributePath = readonly AttributeName[];

export type Binding = AttributeBinding | InheritBinding;

/** `a.b.c = value;` */
export interface AttributeBinding {
  readonly kind: "binding";
  readonly path: AttributePath;
  readonly value: Expression;
  readonly trivia?: Trivia;
}

/** `inherit a b;` or `inherit (from) a b;` */
export interface InheritBinding {
  readonly kind: "inherit";
  readonly from?: Expression;
  readonly names: readonly string[];
  /** Of a variable that stands here as its own name. */
  readonly owner?: Owner;
  readonly [spellings]?: readonly (Spelling | undefined)[];
  readonly mark?: ValuePath;
  readonly trivia?: Trivia;
}

export interface AttributeSetExpression extends Node {
  readonly kind: "attribute-set";
  readonly recursive: boolean;
  readonly bindings: readonly Binding[];
  /** Comments after the last binding. */
  readonly closing?: readonly Comment[];
}

export interface ListExpression extends Node {
  readonly kind: "list";
  readonly items: readonly Expression[];
  /** Comments after the last item. */
  readonly closing?: readonly Comment[];
}

/** `target.a.b` or `target.a.b or fallback` */
export interface SelectExpression extends Node {
  readonly kind: "select";
  readonly target: Expression;
  readonly path: AttributePath;
  readonly fallback?: Expression;
}

/** `target ? a.b` */
export interface HasAttributeExpression extends Node {
  readonly kind: "has-attribute";
  readonly target: Expression;
  readonly path: AttributePath;
}

/** `callee a b`: `callee` is no call itself, but for `(f a) or` with a variable named `or`. */
export interface CallExpression extends Node {
  readonly kind: "call";
  readonly callee: Expression;
  readonly arguments: readonly Expression[];
}

export interface Formal {
  readonly name: string;
  readonly default?: Expression;
  readonly trivia?: Trivia;
}

export type Parameter =
  | { readonly kind: "name"; readonly name: string }
  | {
      readonly kind: "formals";
      readonly formals: readonly Formal[];
      readonly ellipsis: boolean;
      /** The name after or before `@`. */
      readonly as?: string;
      /** `{ … }@as` rather than `as@{ … }`. */
      readonly asLast?: boolean;
      /** Comments after the last formal. */
      readonly closing?: readonly Comment[];
    };

export interface LambdaExpression extends Node {
  readonly kind: "lambda";
  /** Of a module: whose arguments its formals are. */
  readonly owner?: Owner;
  readonly parameter: Parameter;
  readonly body: Expression;
}

export interface LetExpression extends Node {
  readonly kind: "let";
  readonly bindings: readonly Binding[];
  readonly body: Expression;
  /** Comments after the last binding. */
  readonly closing?: readonly Comment[];
}

export interface WithExpression extends Node {
  readonly kind: "with";
  readonly scope: Expression;
  readonly body: Expression;
}

export interface AssertExpression extends Node {
  readonly kind: "assert";
  readonly condition: Expression;
  readonly body: Expression;
}

export interface IfExpression extends Node {
  readonly kind: "if";
  readonly condition: Expression;
  readonly consequence: Expression;
  readonly alternative: Expression;
}

export type UnaryOperator = "-" | "!";

export interface UnaryExpression extends Node {
  readonly kind: "unary";
  readonly operator: UnaryOperator;
  readonly operand: Expression;
}

export type BinaryOperator =
  "*" | "/" | "+" | "-" | "++" | "//" | "<" | "<=" | ">" | ">=" | "==" | "!=" | "&&" | "||" | "->";

export interface BinaryExpression extends Node {
  readonly kind: "binary";
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

/**
 * Nix source printed as it is, in parentheses unless it is alone, for syntax that has no tree here;
 * what was put into it is printed as a literal of its own.
 */
export interface VerbatimExpression extends Node {
  readonly kind: "verbatim";
  readonly parts: readonly (string | Expression)[];
  /** The words in it that could be variables. */
  readonly words: ReadonlySet<string>;
}

/** Holds, at compile time, that a switch over a closed union has every case. */
export function unreachable(value: never): never {
  throw new TypeError(`unexpected ${JSON.stringify(value)}`);
}
