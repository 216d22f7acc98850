import { childNodes, isNode, parseSource, type SyntaxNode } from "../origins/parse-typescript.js";
import type { MisuseKind } from "../../authoring/misuse.js";
import { withBrackets } from "./dashes.js";
import { binding, NixTexts } from "./nix-text.js";
import { nameOfMember, unwrapped } from "./nodes.js";
import { isPresenceConstant } from "./presence.js";
import { helperHint } from "./helper-hint.js";

/** More is not read, and not pasted. */
const longest = 300;

/** What to write in place of code that computes with Nix expressions, made of its own text. */
export class Hints {
  readonly #texts = new Map<string, string>();
  readonly #programs = new Map<string, SyntaxNode | undefined>();

  /** Takes in a file; it is parsed when a hint for it is asked for. */
  add(file: string, text: string): void {
    this.#texts.set(file, text);
  }

  /** @param start offsets of what the guard shows (see `GuardVisitor`) */
  at(file: string, start: number, end: number, kind: MisuseKind): string | undefined {
    const text = this.#texts.get(file);
    if (text === undefined) return undefined;
    if (!this.#programs.has(file)) this.#programs.set(file, parseSource(file, text)?.program);
    const program = this.#programs.get(file);
    const found = program && nodeAt(program, start, end);
    if (found === undefined) return undefined;
    const helper = helperHint(text, found.node, found.parents);
    if (helper?.instead !== undefined) return helper.instead;
    const hint = new HintMaker(text, kind).of(found.node, found.parents);
    const short = hint !== undefined && hint.length > longest ? general : hint;
    return short === undefined ? undefined : `${short}${helper?.also ?? ""}`;
  }
}

const general =
  "let Nix work it out, with each of its values in a hole: nix`${config.a.enable} && ${config.b.enable}`";

/** The outermost node of a range, and those around it, nearest first. */
function nodeAt(
  program: SyntaxNode,
  start: number,
  end: number,
): { node: SyntaxNode; parents: readonly SyntaxNode[] } | undefined {
  const parents: SyntaxNode[] = [];
  let node: SyntaxNode | undefined = program;
  while (node !== undefined) {
    if (node.start === start && node.end === end && node !== program && !isStatement(node)) {
      return { node, parents };
    }
    parents.unshift(node);
    node = childNodes(node).find((one) => one.start <= start && end <= one.end);
  }
  return undefined;
}

function isStatement({ type }: SyntaxNode): boolean {
  return (
    type.endsWith("Statement") || type.endsWith("Declaration") || type === "VariableDeclarator"
  );
}

class HintMaker {
  readonly #nix: NixTexts;

  constructor(
    private readonly text: string,
    private readonly kind: MisuseKind,
  ) {
    this.#nix = new NixTexts(text);
  }

  of(node: SyntaxNode, [parent, ...around]: readonly SyntaxNode[]): string | undefined {
    if (parent === undefined) return this.#expression(node);
    switch (parent.type) {
      case "IfStatement":
        return this.#choice(node);
      case "WhileStatement":
      case "DoWhileStatement":
      case "ForStatement":
        if (parent.test !== node) break;
        return `Nix has no loops; it goes over lists: ${this.#template("map (one: …) ${config.a.list}")}, or lib.genList(f, count)`;
      case "SwitchStatement":
        return parent.discriminant === node ? this.#switch(parent) : undefined;
      case "SwitchCase":
        if (parent.test === node && around[0] !== undefined) return this.#switch(around[0]);
        break;
      case "ForOfStatement":
        if (parent.right === node) return this.#loop(node);
        break;
      case "ForInStatement":
        if (parent.right !== node) break;
        return `let Nix go over the names: ${this.#template(`lib.mapAttrs (name: value: …) ${this.#operand(node)}`)}`;
      case "VariableDeclarator":
        if (parent.init === node) return this.#pattern(parent.id as SyntaxNode, node);
        break;
      case "AssignmentExpression":
        if (parent.right === node && parent.operator === "=") {
          return this.#pattern(parent.left as SyntaxNode, node);
        }
        break;
      case "Property":
      case "PropertyDefinition":
        if (parent.key === node && parent.computed === true) return this.#key(node, parent);
        break;
      case "ObjectPattern":
        return this.#default(node);
      case "MemberExpression":
        if (parent.property === node && parent.computed === true) {
          const [outer] = around;
          return outer?.type === "AssignmentExpression" && outer.left === parent
            ? this.#setIn(parent.object as SyntaxNode, node, outer.right as SyntaxNode)
            : this.#lookUp(parent.object as SyntaxNode, node);
        }
        break;
      default:
    }
    if (node.type === "SpreadElement") return this.#spread(node, parent);
    return this.#expression(node);
  }

  #lookUp(object: SyntaxNode, key: SyntaxNode): string {
    const of = this.#operand(object);
    const hole = this.#nix.hole(key).text;
    const isList = unwrapped(object).type === "ArrayExpression";
    const nix = isList ? `builtins.elemAt ${of} ${hole}` : `${of}.${hole}`;
    return `let Nix look it up: ${this.#template(nix)}`;
  }

  #setIn(object: SyntaxNode, key: SyntaxNode, value: SyntaxNode): string {
    const set = `{ ${this.#nix.hole(key).text} = ${this.#nix.of(value).text}; }`;
    return `write the attribute set in Nix: ${this.#template(`${this.#operand(object)} // ${set}`)}`;
  }

  /** An item of a list; the name of an attribute may be a number, too. */
  #item(node: SyntaxNode): string {
    const name = unwrapped(node.property as SyntaxNode);
    const key =
      name.type === "Literal" ? `"${String(name.value)}"` : `"${this.#nix.hole(name).text}"`;
    const object = this.#nix.hole(node.object as SyntaxNode).text;
    return `let Nix take the item: ${this.#template(this.#nix.of(node).text)}; an attribute of that name: ${this.#template(`${object}.${key}`)}`;
  }

  #template(text: string): string {
    return `nix\`${text}\``;
  }

  #operand(node: SyntaxNode): string {
    return this.#nix.in(node, binding.atom);
  }

  #expression(node: SyntaxNode): string | undefined {
    const inner = unwrapped(node);
    if (this.kind === "merge") {
      const parts = (inner.arguments as SyntaxNode[]).map((one) => this.#nix.written(one));
      return this.#merge(parts.filter((one) => !/^\{\s*\}$/.test(one)));
    }
    const written = this.text.slice(inner.start, inner.end);
    const nix = this.#template(this.#nix.of(inner).text);
    if (isSubtraction(inner) && /^[^\s()]+$/.test(written)) {
      return `names with dashes stand in brackets: ${withBrackets(written)}; a subtraction is ${nix}`;
    }
    if (inner.type === "AssignmentExpression") return this.#assignment(inner);
    if (inner.type === "MemberExpression" && inner.computed === true) return this.#item(inner);
    const [, callback] = Array.isArray(inner.arguments) ? (inner.arguments as SyntaxNode[]) : [];
    if (/^(?:Array\.from|Object\.groupBy)\(/.test(written) && callback !== undefined) {
      return `write (one) => ${this.#nix.written(callback)}(one)`;
    }
    if (written.startsWith("structuredClone(")) {
      return "copy it by a spread, which keeps what Nix works out: { ...value }, [...list]";
    }
    const text = this.kind === "text" ? calledOf(inner, "concat") : undefined;
    if (text !== undefined) {
      const joined = this.#nix.joined([text, ...(inner.arguments as SyntaxNode[])]);
      return `let Nix work it out: ${this.#template(joined)}`;
    }
    const given = this.#given(inner);
    if (given !== undefined) return given;
    const isForeign = this.kind === "argument" && isLowerCall(inner);
    // What could not be translated would be the same again.
    if (isForeign || nix === this.#template(this.#nix.hole(inner).text)) {
      return `let Nix work it out, in a template: nix\`… ${this.#firstReference(inner)} …\``;
    }
    return `let Nix work it out: ${nix}`;
  }

  /** A test for truth that was meant to ask whether something is there. */
  #given(node: SyntaxNode): string | undefined {
    const test = unwrapped(
      (node.type === "ConditionalExpression" ? node.test : (node.left ?? node)) as SyntaxNode,
    );
    if (test.type !== "Identifier" && test.type !== "MemberExpression") return undefined;
    const name = this.#nix.written(test);
    const results = [node.consequent, node.alternate, node.right].filter(isNode).map(unwrapped);
    if (
      node.operator === "||" &&
      results.some(
        ({ type }) =>
          type !== "Literal" &&
          /^(?:Member|Call|TaggedTemplate|Array|Object)Expression$/.test(type),
      )
    ) {
      const nix = this.#template(this.#nix.of(node).text);
      return `where it may not have been given: ${name} ?? ${this.#nix.written(node.right as SyntaxNode)}; where both are conditions: ${nix}`;
    }
    const isOption = node.operator === "&&" || node.type === "ConditionalExpression";
    if (!isOption || !results.some(({ type }) => /^(?:Array|Object)Expression$/.test(type)))
      return undefined;
    const isList = results.some(({ type }) => type === "ArrayExpression");
    const ask =
      node.operator === "&&" ? `${name} !== undefined && …` : `${name} !== undefined ? … : …`;
    const byNix = isList ? `lib.optionals(${name}, […])` : `lib.mkIf(${name}, { … })`;
    return `whether it was given is asked by ${ask}; where Nix decides by its value: ${byNix}`;
  }

  #firstReference(node: SyntaxNode): string {
    const method = this.kind === "argument" ? undefined : calledOf(node);
    return this.#nix.hole(method ?? firstGiven(node) ?? node).text;
  }

  #assignment(node: SyntaxNode): string {
    const operator = String(node.operator).slice(0, -1);
    const made = {
      ...node,
      type:
        /[&|?]/.test(operator) && operator.length > 1 ? "LogicalExpression" : "BinaryExpression",
      operator,
    };
    const target = node.left as SyntaxNode;
    return `let Nix work it out: ${this.#nix.written(target)} = ${this.#template(this.#nix.of(made).text)}`;
  }

  #choice(test: SyntaxNode): string {
    const inner = unwrapped(test);
    const nix = this.#nix.of(inner).text;
    const condition =
      nix === this.#nix.hole(inner).text ? this.#nix.written(inner) : this.#template(nix);
    return `let Nix choose: ${this.#template(`if ${nix} then … else …`)}, or lib.mkIf(${condition}, { … }) for options`;
  }

  #switch({ discriminant, cases }: SyntaxNode): string {
    const value = discriminant as SyntaxNode;
    let last = "…";
    const chain = (cases as { test: SyntaxNode | null; consequent: SyntaxNode[] }[]).flatMap(
      ({ test, consequent }) => {
        const [only] = consequent;
        const result =
          only?.type === "ReturnStatement" && isNode(only.argument)
            ? this.#nix.of(only.argument).text
            : "…";
        if (test === null) last = result;
        return test === null ? [] : [`if ${this.#case(value, test)} then ${result} else `];
      },
    );
    return `let Nix choose: ${this.#template(`${chain.join("")}${last}`)}`;
  }

  #case(value: SyntaxNode, test: SyntaxNode): string {
    if (isPresenceConstant(value)) return this.#nix.of(test).text;
    return `${this.#nix.in(value, binding.equal - 1)} == ${this.#nix.in(test, binding.equal - 1)}`;
  }

  #loop(list: SyntaxNode): string {
    return `let Nix go over it: ${this.#template(`map (one: …) ${this.#operand(list)}`)}`;
  }

  #pattern(pattern: SyntaxNode, value: SyntaxNode): string | undefined {
    const operand = this.#operand(value);
    if (pattern.type === "ArrayPattern") {
      return `let Nix take the items out: ${this.#template(`builtins.elemAt ${operand} 0`)}`;
    }
    if (pattern.type !== "ObjectPattern") return this.#expression(value);
    const properties = pattern.properties as SyntaxNode[];
    const names = properties.flatMap(({ key }) =>
      isNode(key) && typeof key.name === "string" ? [key.name] : [],
    );
    if (properties.some(({ type }) => type === "RestElement")) {
      const list = names.map((name) => `"${name}"`).join(" ");
      return `let Nix leave out what was taken: ${this.#template(`removeAttrs ${operand} [ ${list} ]`)}`;
    }
    if (names.includes("length")) {
      return `let Nix count: ${this.#template(`builtins.length ${operand}`)}`;
    }
    const withDefault = properties.find(
      ({ value: one }) => isNode(one) && one.type === "AssignmentPattern",
    );
    return withDefault && this.#default(withDefault, this.#nix.hole(value).text);
  }

  /** A name with a default, in a pattern; the name of what it takes apart may not be known. */
  #default({ key, value }: SyntaxNode, object = "${…}"): string | undefined {
    if (!isNode(key) || !isNode(value) || !isNode(value.right)) return undefined;
    const nix = `${object}.${String(key.name)} or ${this.#operand(value.right)}`;
    return `an attribute of a reference is never undefined; let Nix say what else: ${this.#template(nix)}`;
  }

  #key(key: SyntaxNode, property: SyntaxNode): string {
    const value = isNode(property.value) ? this.#nix.of(property.value).text : "…";
    return `write the attribute set in Nix: ${this.#template(`{ ${this.#nix.hole(key).text} = ${value}; }`)}`;
  }

  /** What is spread and what stands beside it, joined by Nix. */
  #spread(spread: SyntaxNode, parent: SyntaxNode | undefined): string | undefined {
    if (this.kind === "merge") return this.#merged(parent);
    const operand = this.#operand(spread.argument as SyntaxNode);
    if (parent?.type === "ObjectExpression") {
      const parts = groups(parent.properties as SyntaxNode[]).map((group) =>
        isNode(group)
          ? this.#operand(group.argument as SyntaxNode)
          : `{ ${group.map((one) => this.#binding(one)).join(" ")} }`,
      );
      return `let Nix put them together: ${this.#template(parts.join(" // "))}`;
    }
    if (parent?.type === "ArrayExpression") {
      const parts = groups((parent.elements as (SyntaxNode | null)[]).filter(isNode)).map(
        (group) =>
          isNode(group)
            ? this.#operand(group.argument as SyntaxNode)
            : `[ ${group.map((one) => this.#operand(one)).join(" ")} ]`,
      );
      return `let Nix put them together: ${this.#template(parts.join(" ++ "))}`;
    }
    return `how many there are is known to Nix alone; let Nix go over it: ${this.#template(`map (one: …) ${operand}`)}`;
  }

  /** Parts of a definition, of which some are said by `lib.mkIf` and its kin. */
  #merged(around: SyntaxNode | undefined): string {
    const [parts, open, close] =
      around?.type === "ObjectExpression"
        ? [around.properties, "{ ", " }"]
        : around?.type === "ArrayExpression"
          ? [around.elements, "[", "]"]
          : [[], "", ""];
    const written = groups((parts as (SyntaxNode | null)[]).filter(isNode)).map((group) =>
      isNode(group)
        ? this.#nix.written(group.argument as SyntaxNode)
        : `${open}${group.map((one) => this.#nix.written(one)).join(", ")}${close}`,
    );
    return this.#merge(written);
  }

  #merge(parts: readonly string[]): string {
    const [first] = parts;
    if (parts.length === 1 && first !== undefined) return `write it as it is: ${first}`;
    const list = parts.length === 0 ? "…" : parts.join(", ");
    return `let the module system put the definitions together: lib.mkMerge([${list}])`;
  }

  #binding(property: SyntaxNode): string {
    const { key, value, computed } = property;
    if (!isNode(key) || !isNode(value) || property.type !== "Property") return "…";
    const name =
      computed === true
        ? this.#nix.hole(key).text
        : key.type === "Identifier"
          ? String(key.name)
          : JSON.stringify(String(key.value));
    return `${name} = ${this.#nix.of(value).text};`;
  }
}

/** What a method, or that one, is called of. */
function calledOf({ callee }: SyntaxNode, name?: string): SyntaxNode | undefined {
  const member = isNode(callee) ? unwrapped(callee) : undefined;
  if (name !== undefined && (member === undefined || nameOfMember(member) !== name)) {
    return undefined;
  }
  return member?.type === "MemberExpression" ? (member.object as SyntaxNode) : undefined;
}

/** What a function is given, or an operator, other than what is written there as it is. */
function firstGiven(node: SyntaxNode): SyntaxNode | undefined {
  const given = Array.isArray(node.arguments) ? (node.arguments as SyntaxNode[]) : [];
  const parts = [...given, node.left, node.argument].filter(isNode);
  return parts.find(({ type }) => type !== "Literal") ?? parts[0];
}

/** A call of what the language does not have itself: `fs.existsSync(x)`, `path.join(x)`. */
function isLowerCall({ callee }: SyntaxNode): boolean {
  const member = isNode(callee) ? unwrapped(callee) : undefined;
  const object = member?.type === "MemberExpression" ? (member.object as SyntaxNode) : undefined;
  return object?.type === "Identifier" && /^[^A-Z]/.test(String(object.name));
}

function isSubtraction(node: SyntaxNode): boolean {
  return node.type === "BinaryExpression" && node.operator === "-";
}

/** Neighbours that are no spread together, each spread alone. */
function groups(members: readonly SyntaxNode[]): (SyntaxNode | SyntaxNode[])[] {
  const found: (SyntaxNode | SyntaxNode[])[] = [];
  for (const one of members) {
    const last = found.at(-1);
    if (one.type === "SpreadElement") found.push(one);
    else if (Array.isArray(last)) last.push(one);
    else found.push([one]);
  }
  return found;
}
