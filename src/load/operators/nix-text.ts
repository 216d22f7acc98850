import { nodeFunctions, nodeMethods } from "./nix-functions.js";
import type { SyntaxNode } from "../origins/parse-typescript.js";
import { chainLink, isText, nameOfMember, unwrapped } from "./nodes.js";
import { isPresenceConstant } from "./presence.js";

/** How tightly Nix binds, loosest last (Nix's manual, "Operators"). */
export const binding = {
  atom: 0,
  apply: 2,
  negate: 3,
  has: 4,
  concat: 5,
  times: 6,
  plus: 7,
  not: 8,
  update: 9,
  less: 10,
  equal: 11,
  and: 12,
  or: 13,
  open: 20,
} as const;

/** A piece of the text of a nix template, and how tightly its outermost operator binds. */
export interface NixText {
  readonly text: string;
  readonly binds: number;
}

const operators: Readonly<Record<string, readonly [name: string, binds: number]>> = {
  "&&": ["&&", binding.and],
  "||": ["||", binding.or],
  "==": ["==", binding.equal],
  "===": ["==", binding.equal],
  "!=": ["!=", binding.equal],
  "!==": ["!=", binding.equal],
  "<": ["<", binding.less],
  "<=": ["<=", binding.less],
  ">": [">", binding.less],
  ">=": [">=", binding.less],
  "+": ["+", binding.plus],
  "-": ["-", binding.plus],
  "*": ["*", binding.times],
  "/": ["/", binding.times],
};

/** Operators that are functions in Nix. */
const functions: Readonly<Record<string, string>> = {
  "%": "lib.mod",
  "&": "builtins.bitAnd",
  "|": "builtins.bitOr",
  "^": "builtins.bitXor",
};

const typeTests: Readonly<Record<string, string>> = {
  string: "isString",
  number: "isInt",
  boolean: "isBool",
  object: "isAttrs",
  function: "isFunction",
};

/** Expressions of a file as what stands for them in a nix template. */
export class NixTexts {
  constructor(private readonly source: string) {}

  /** The text within the backquotes. */
  of(node: SyntaxNode): NixText {
    const inner = unwrapped(node);
    return this.#translated(inner) ?? this.hole(inner);
  }

  /** The same as an operand: in parentheses where Nix would take it apart otherwise. */
  in(node: SyntaxNode, binds: number): string {
    const { text, binds: own } = this.of(node);
    return own > binds ? `(${text})` : text;
  }

  /** A value that TypeScript gives as it is. */
  hole(node: SyntaxNode): NixText {
    return { text: `\${${this.written(node)}}`, binds: binding.atom };
  }

  /** What an author wrote, on one line. */
  written(node: SyntaxNode): string {
    const inner = unwrapped(node);
    return this.source.slice(inner.start, inner.end).replace(/\s*\n\s*/g, " ");
  }

  /** Texts put together, as a string of Nix. */
  joined(parts: readonly SyntaxNode[]): string {
    return `"${parts.map((one) => this.#textOf(one)).join("")}"`;
  }

  #translated(node: SyntaxNode): NixText | undefined {
    const part = (name: string): SyntaxNode => node[name] as SyntaxNode;
    switch (node.type) {
      case "Literal":
        return this.#literal(node);
      case "Identifier":
        return node.name === "undefined" ? atom("null") : undefined;
      case "TemplateLiteral":
        return { text: `"${this.#textOf(node)}"`, binds: binding.atom };
      case "LogicalExpression":
        return node.operator === "??"
          ? this.#orElse(part("left"), part("right"))
          : this.#infix(String(node.operator), part("left"), part("right"));
      case "UnaryExpression":
        return this.#unary(node);
      case "BinaryExpression":
        return this.#binary(node);
      case "ConditionalExpression": {
        const [test, yes, no] = [part("test"), part("consequent"), part("alternate")].map(
          (one) => this.of(one).text,
        );
        return { text: `if ${test} then ${yes} else ${no}`, binds: binding.open };
      }
      case "MemberExpression":
        return this.#member(node);
      case "CallExpression":
      case "NewExpression":
        return this.#call(node);
      default:
        return undefined;
    }
  }

  #literal(node: SyntaxNode): NixText | undefined {
    const { value } = node;
    if (typeof value === "string") {
      const text = escaped(value);
      return text === undefined ? undefined : atom(`"${text}"`);
    }
    if (value === null && !("regex" in node)) return atom("null");
    return typeof value === "boolean" || typeof value === "number"
      ? { text: String(value), binds: Number(value) < 0 ? binding.negate : binding.atom }
      : undefined;
  }

  /** The inside of a string of Nix. */
  #textOf(node: SyntaxNode): string {
    const inner = unwrapped(node);
    if (isSumOfText(inner)) {
      const [left, right] = [inner.left as SyntaxNode, inner.right as SyntaxNode];
      // Numbers are added up before the first text comes.
      return this.#textOf(left) + this.#textOf(right);
    }
    if (inner.type === "Literal") {
      return escaped(String(inner.value)) ?? this.hole(inner).text;
    }
    if (inner.type !== "TemplateLiteral") return this.hole(inner).text;
    const holes = inner.expressions as SyntaxNode[];
    return (inner.quasis as { value: { cooked: string | null } }[])
      .map(({ value: { cooked } }, index) => {
        const hole = holes[index];
        const text = escaped(cooked ?? "") ?? `\${${JSON.stringify(cooked)}}`;
        return text + (hole === undefined ? "" : this.#textOf(hole));
      })
      .join("");
  }

  #infix(operator: string, left: SyntaxNode, right: SyntaxNode): NixText | undefined {
    const [name, binds] = operators[operator] ?? [];
    if (name === undefined || binds === undefined) {
      const called = functions[operator];
      return called === undefined
        ? undefined
        : { text: `${called} ${this.#given([left, right])}`, binds: binding.apply };
    }
    const associates = binds !== binding.equal && binds !== binding.less;
    return {
      text: `${this.in(left, associates ? binds : binds - 1)} ${name} ${this.in(right, binds - 1)}`,
      binds,
    };
  }

  #given(values: readonly SyntaxNode[]): string {
    return values.map((one) => this.in(one, binding.atom)).join(" ");
  }

  /** `a.b ?? c`: an attribute that may be missing. */
  #orElse(left: SyntaxNode, right: SyntaxNode): NixText {
    const member = unwrapped(left);
    const name = member.type === "MemberExpression" ? nameOfMember(member) : undefined;
    const other = this.in(right, binding.atom);
    if (name === undefined) {
      const tested = this.in(left, binding.equal - 1);
      return { text: `if ${tested} != null then ${tested} else ${other}`, binds: binding.open };
    }
    return { text: `${this.#attribute(member, name)} or ${other}`, binds: binding.apply };
  }

  #attribute(member: SyntaxNode, name: string): string {
    return `\${${this.written(member.object as SyntaxNode).replaceAll("?.", ".")}}.${name}`;
  }

  #unary(node: SyntaxNode): NixText | undefined {
    const argument = node.argument as SyntaxNode;
    switch (node.operator) {
      case "!": {
        const inner = unwrapped(argument);
        // Twice is JavaScript's way to make a boolean.
        if (inner.type === "UnaryExpression" && inner.operator === "!") {
          return this.of(inner.argument as SyntaxNode);
        }
        return { text: `!${this.in(argument, binding.concat)}`, binds: binding.not };
      }
      case "-":
        return { text: `-${this.in(argument, binding.apply)}`, binds: binding.negate };
      case "+":
        return this.of(argument);
      case "typeof":
        return { text: `builtins.typeOf ${this.in(argument, binding.atom)}`, binds: binding.apply };
      case "delete": {
        const member = unwrapped(argument);
        const name = member.type === "MemberExpression" ? nameOfMember(member) : undefined;
        if (name === undefined) return undefined;
        const object = this.in(member.object as SyntaxNode, binding.atom);
        return { text: `removeAttrs ${object} [ "${name}" ]`, binds: binding.apply };
      }
      default:
        return undefined;
    }
  }

  #binary(node: SyntaxNode): NixText | undefined {
    const [left, right] = [node.left as SyntaxNode, node.right as SyntaxNode];
    const operator = String(node.operator);
    if (operator === "in") {
      const name = this.in(left, binding.atom);
      return { text: `${this.in(right, binding.has - 1)} ? ${name}`, binds: binding.has };
    }
    if (isSumOfText(node)) return atom(`"${this.#textOf(node)}"`);
    if (/^[!=]==?$/.test(operator)) {
      const special =
        this.#presence(operator, left, right) ?? this.#presence(operator, right, left);
      if (special !== undefined) return special;
    }
    return this.#infix(operator, left, right);
  }

  /** A comparison with `true`, `undefined` or a type. */
  #presence(operator: string, side: SyntaxNode, constant: SyntaxNode): NixText | undefined {
    const [tested, other] = [unwrapped(side), unwrapped(constant)];
    const negated = operator.startsWith("!");
    if (tested.type === "UnaryExpression" && tested.operator === "typeof") {
      const test = typeTests[String(other.value)];
      if (test === undefined) return undefined;
      const call = `builtins.${test} ${this.in(tested.argument as SyntaxNode, binding.atom)}`;
      return negated
        ? { text: `!(${call})`, binds: binding.not }
        : { text: call, binds: binding.apply };
    }
    if (!isPresenceConstant(other)) return undefined;
    if (typeof other.value === "boolean") {
      return other.value === negated
        ? { text: `!${this.in(tested, binding.concat)}`, binds: binding.not }
        : this.of(tested);
    }
    const name = tested.type === "MemberExpression" ? nameOfMember(tested) : undefined;
    if (other.type === "Literal" || name === undefined) return undefined;
    const has = `${this.in(tested.object as SyntaxNode, binding.has - 1)} ? ${name}`;
    return negated ? { text: has, binds: binding.has } : { text: `!(${has})`, binds: binding.not };
  }

  #member(node: SyntaxNode): NixText | undefined {
    const name = nameOfMember(node);
    if (node.computed === true) return this.#item(node);
    if (name === undefined) return undefined;
    if (node.optional === true) {
      if (name === "length") return this.#method("length", node.object as SyntaxNode, []);
      return { text: `${this.#attribute(node, name)} or null`, binds: binding.apply };
    }
    return name === "length" ? this.#method("length", node.object as SyntaxNode, []) : undefined;
  }

  /** `list[0]`, where that is an item. */
  #item(node: SyntaxNode): NixText | undefined {
    const [list, index] = [node.object as SyntaxNode, node.property as SyntaxNode];
    if (isText(unwrapped(index))) return undefined;
    const item = `${this.hole(list).text} ${this.in(index, binding.atom)}`;
    return { text: `builtins.elemAt ${item}`, binds: binding.apply };
  }

  #call(node: SyntaxNode): NixText | undefined {
    const callee = unwrapped(node.callee as SyntaxNode);
    const given = node.arguments as SyntaxNode[];
    if (callee.type === "Identifier") return this.#function(String(callee.name), given);
    if (callee.type !== "MemberExpression") return undefined;
    const name = nameOfMember(callee);
    const object = callee.object as SyntaxNode;
    if (name === undefined) return undefined;
    return object.type === "Identifier" && `${String(object.name)}.${name}` in nodeFunctions
      ? this.#function(`${String(object.name)}.${name}`, given)
      : this.#method(name, object, given);
  }

  #function(name: string, given: readonly SyntaxNode[]): NixText | undefined {
    const made = nodeFunctions[name];
    if (made === undefined || given.length === 0) return undefined;
    if (made === "") return given[0] && this.of(given[0]);
    if (name === "Object.assign") {
      const parts = given.filter((one) => !isEmptyObject(one));
      const text = parts.map((one) => this.in(one, binding.update - 1)).join(` ${made} `);
      return { text, binds: parts.length > 1 ? binding.update : binding.atom };
    }
    const values = name === "JSON.stringify" ? given.slice(0, 1) : given;
    return { text: `${made} ${this.#given(values)}`, binds: binding.apply };
  }

  #method(name: string, object: SyntaxNode, given: readonly SyntaxNode[]): NixText | undefined {
    const made = nodeMethods[name];
    if (made === undefined) return undefined;
    const list = unwrapped(object);
    if (name === "has" && list.type === "NewExpression" && isSet(list))
      return this.#method("includes", object, given);
    const values = given.map((one) => this.in(one, binding.atom));
    // Where a chain leads (`o?.list`) is TypeScript's own business.
    const value =
      chainLink(list) === undefined ? this.in(list, binding.atom) : this.hole(list).text;
    return made(value, values);
  }
}

function isEmptyObject(node: SyntaxNode): boolean {
  const inner = unwrapped(node);
  return inner.type === "ObjectExpression" && (inner.properties as unknown[]).length === 0;
}

function isSet({ callee }: SyntaxNode): boolean {
  return (callee as SyntaxNode).name === "Set";
}

function atom(text: string): NixText {
  return { text, binds: binding.atom };
}

function isSumOfText(node: SyntaxNode): boolean {
  if (node.type !== "BinaryExpression" || node.operator !== "+") return false;
  return [node.left, node.right].some((one) => {
    const side = unwrapped(one as SyntaxNode);
    return isText(side) || isSumOfText(side);
  });
}

/** A text within a string of Nix within a template; undefined for one that would need more. */
function escaped(text: string): string | undefined {
  if (/[`\u2028\u2029]|\$\{|\$$/.test(text)) return undefined;
  return text
    .replace(/[\\"]/g, "\\$&")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t");
}
