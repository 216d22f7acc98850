import { textMakingMethods } from "../../authoring/absent-texts.js";
import { fileNumber } from "../../authoring/misuses.js";
import { guardGlobal } from "../../authoring/operator-guard.js";
import {
  decidingMethods,
  functionNames,
  isWatchedOfList,
  methodNames,
} from "../../authoring/language-functions.js";
import { isNode, type SyntaxNode } from "../origins/parse-typescript.js";
import { isDashed } from "./dashes.js";
import { NodeNames } from "./node-names.js";
import { chainLink, isNeverExpression, isText, nameOfMember, unwrapped } from "./nodes.js";
import {
  askedType,
  isAnsweredByNix,
  isBoolean,
  isPlainTest,
  isPresenceConstant,
  isTruthTest,
  presenceTests,
} from "./presence.js";

/** Puts text before what stands at an offset, or after what ends there. */
export interface Insert {
  before(at: number, text: string): void;
  after(at: number, text: string): void;
  /** After all that ends there, whatever puts something around that. */
  behind(at: number, text: string): void;
}

/** Functions of the guard (src/authoring/operator-guard.ts). */
type Guard =
  | "a"
  | "c"
  | "d"
  | "e"
  | "f"
  | "g"
  | "h"
  | "i"
  | "j"
  | "k"
  | "l"
  | "m"
  | "o"
  | "p"
  | "r"
  | "s"
  | "t"
  | "u"
  | "w"
  | "x"
  | "y"
  | "z";

/**
 * Puts a call of the guard around every operand of a user's file that must not be a Nix expression.
 * Nothing but such calls is put in: the program stays what it is, and so do its positions.
 */
export class GuardVisitor {
  /** What is shown in place of an operand: the outermost operator around it. */
  readonly #shown = new Map<SyntaxNode, SyntaxNode>();
  /** Subtractions within what looks like a name with dashes. */
  readonly #dashed = new Map<SyntaxNode, SyntaxNode>();
  /** Patterns whose value stands beside them. */
  readonly #known = new Set<SyntaxNode>();
  /** Negations that only ask whether an item is there. */
  readonly #presenceTests = new Set<SyntaxNode>();
  /** Members whose chain is kept. */
  readonly #kept = new Set<SyntaxNode>();
  /** Links by which such a chain is left. */
  readonly #left = new Set<SyntaxNode>();
  /** What a `typeof` is compared with. */
  readonly #typeTests = new Map<SyntaxNode, string>();
  /** Spreads into an object, which takes nothing of a function. */
  readonly #intoObjects = new Set<SyntaxNode>();
  /** Templates that have a tag. */
  readonly #tagged = new Set<SyntaxNode>();
  /** Members that are set. */
  readonly #set = new Set<SyntaxNode>();

  /** What the file takes from Node. */
  readonly #node = new NodeNames();

  readonly #file: number;

  constructor(
    private readonly text: string,
    file: string,
    private readonly insert: Insert,
  ) {
    this.#file = fileNumber(file);
  }

  /** Writes what goes around the parts of a node. To be called for every node, outer ones first. */
  enter(node: SyntaxNode): void {
    const part = (name: string): SyntaxNode => node[name] as SyntaxNode;
    if (this.#left.has(node)) {
      const start = part(node.type === "CallExpression" ? "callee" : "object");
      this.insert.before(start.start, ` ${guardGlobal}.b(`);
      this.insert.after(start.end, ")");
    }
    switch (node.type) {
      case "ImportDeclaration":
        this.#node.imported(node);
        return;
      case "LogicalExpression":
        this.#logical(node);
        return;
      case "UnaryExpression":
        this.#unary(node);
        return;
      case "BinaryExpression":
        this.#binary(node);
        return;
      case "ConditionalExpression":
        this.#test(part("test"), "t", "?:", this.#shownFor(node));
        return;
      case "IfStatement":
        this.#test(part("test"), "s", "if", part("test"));
        return;
      case "WhileStatement":
      case "DoWhileStatement":
        this.#test(part("test"), "w", "while", part("test"));
        return;
      case "ForStatement":
        if (node.test !== null) this.#test(part("test"), "w", "for", part("test"));
        return;
      case "SwitchStatement":
        this.#switch(node);
        return;
      case "TemplateLiteral":
        if (this.#tagged.has(node)) return;
        for (const one of node.expressions as SyntaxNode[]) {
          // No Nix expression, but perhaps no number.
          if (isComputed(unwrapped(one))) this.#put("x", "`", this.#shownFor(node), one);
          else this.#wrap("x", "`", this.#shownFor(node), one);
        }
        return;
      case "TaggedTemplateExpression":
        // That one makes text of what is put in, as a template without a tag does.
        if (!isRaw(unwrapped(part("tag")))) this.#tagged.add(part("quasi"));
        return;
      case "ForOfStatement":
        this.#wrap("a", "for…of", part("right"), part("right"));
        return;
      case "ForInStatement":
        this.#wrap("a", "for…in", part("right"), part("right"));
        return;
      case "ObjectExpression":
        for (const one of node.properties as SyntaxNode[]) {
          if (one.type === "SpreadElement") this.#intoObjects.add(one);
        }
        return;
      case "SpreadElement":
      case "JSXSpreadAttribute":
        if (!this.#intoObjects.has(node)) this.#wrap("a", "...", node, part("argument"));
        else if (unwrapped(part("argument")).type !== "ObjectExpression")
          this.#put("a", "{...}", node, part("argument"));
        return;
      case "YieldExpression":
        if (node.delegate === true) this.#wrap("a", "yield*", part("argument"), part("argument"));
        return;
      case "VariableDeclarator":
        if (node.init === null) return;
        this.#node.required(part("id"), part("init"));
        this.#pattern(part("id"), part("init"));
        return;
      case "ObjectPattern":
        this.#defaults(node);
        return;
      case "AssignmentExpression":
        this.#assignment(node);
        return;
      case "Property":
      case "PropertyDefinition":
      case "AccessorProperty":
      case "MethodDefinition":
        if (node.computed === true) this.#wrap("k", "{[]}", part("key"), part("key"));
        return;
      case "MemberExpression":
        this.#member(node);
        return;
      case "CallExpression":
      case "NewExpression":
        this.#call(node);
        return;
      default:
    }
  }

  #shownFor(node: SyntaxNode): SyntaxNode {
    return this.#shown.get(node) ?? node;
  }

  /** Lets what is wrong inside of an operand be shown as the whole around it. */
  #showAs(shown: SyntaxNode, ...operands: readonly SyntaxNode[]): void {
    for (const one of operands) {
      const inner = unwrapped(one);
      if (isOperator(inner)) this.#shown.set(inner, shown);
    }
  }

  #wrap(guard: Guard, what: string, shown: SyntaxNode, operand: SyntaxNode, owner?: string): void {
    if (isNeverExpression(unwrapped(operand))) return;
    this.#put(guard, what, shown, operand, owner);
  }

  #put(guard: Guard, what: string, shown: SyntaxNode, operand: SyntaxNode, owner?: string): void {
    const given = [this.#file, shown.start, shown.end, JSON.stringify(what)];
    // Which of several operands of a text is not there is told by its own place.
    if (guard === "x") given.splice(3, 1, operand.start, operand.end);
    if (owner !== undefined) given.push(owner);
    // A list with commas is one operand. The blank keeps `return[` apart from the call.
    const isList = operand.type === "SequenceExpression";
    this.insert.before(
      operand.start,
      ` ${guardGlobal}.${guard}(${given.join()},${isList ? "(" : ""}`,
    );
    this.insert.after(operand.end, isList ? "))" : ")");
  }

  #logical(node: SyntaxNode): void {
    const [left, right] = [node.left as SyntaxNode, node.right as SyntaxNode];
    const operator = String(node.operator);
    const shown = this.#shownFor(node);
    if (operator === "??") this.#presence(left, "??", shown);
    else this.#test(left, "t", operator, shown);
    this.#showAs(shown, left);
    if (!isPlainTest(unwrapped(left))) this.#showAs(shown, right);
  }

  /** What is tested for truth. What is absent may be asked for there. */
  #test(operand: SyntaxNode, guard: "o" | "s" | "t" | "w", what: string, shown: SyntaxNode): void {
    this.#showAs(shown, operand);
    this.#wrap(guard, what, shown, operand);
    const inner = unwrapped(operand);
    if (inner.type === "MemberExpression") this.#object(inner, "p", "", shown);
  }

  /**
   * What is tested for being there (`x ?? y`, `x === undefined`, `typeof x`). A variable may hold a
   * reference or nothing, and so may a property of an object; an attribute of a reference is there.
   */
  #presence(operand: SyntaxNode, what: string, shown: SyntaxNode): void {
    let inner = unwrapped(operand);
    if (inner.type === "TaggedTemplateExpression") this.#wrap("t", what, shown, operand);
    let called = false;
    while (inner.type === "CallExpression") {
      inner = unwrapped(inner.callee as SyntaxNode);
      called = true;
    }
    if (inner.type === "MemberExpression") this.#object(inner, called ? "r" : "p", what, shown);
  }

  #object(member: SyntaxNode, guard: Guard, what: string, shown: SyntaxNode): void {
    const object = member.object as SyntaxNode;
    if (object.type === "Super") return;
    const link = chainLink(object);
    if (link !== undefined) this.#keepChain(link, member);
    this.#wrap(guard, what, shown, object);
  }

  /**
   * A call around the start of a chain (`a?.b` of `a?.b.c`) ends it; it has to be left there as
   * before when `a` is absent, and only then.
   */
  #keepChain(link: SyntaxNode, member: SyntaxNode): void {
    if (this.#kept.has(member)) return;
    this.#kept.add(member);
    if (member.optional === true) return;
    const object = member.object as SyntaxNode;
    const key = JSON.stringify(nameOfMember(member) ?? "");
    this.insert.before(object.start, ` ${guardGlobal}.n(${key},`);
    this.insert.after(object.end, ")");
    this.insert.before(operatorOf(this.text, object.end), member.computed === true ? "?." : "?");
    this.#left.add(link);
  }

  #unary(node: SyntaxNode): void {
    const argument = node.argument as SyntaxNode;
    const operator = String(node.operator);
    const shown = this.#shownFor(node);
    switch (operator) {
      case "!":
        if (this.#presenceTests.has(node)) return;
        this.#test(argument, "t", "!", shown);
        return;
      case "typeof": {
        this.#presence(argument, "typeof", shown);
        const asked = this.#typeTests.get(node);
        if (asked !== undefined) this.#wrap("y", `typeof ${asked}`, shown, argument);
        return;
      }
      case "delete": {
        const inner = unwrapped(argument);
        if (inner.type === "MemberExpression") this.#object(inner, "c", "delete", node);
        return;
      }
      case "void":
        return;
      default:
        this.#showAs(shown, argument);
        this.#wrap("o", operator, shown, argument);
    }
  }

  #binary(node: SyntaxNode): void {
    const [left, right] = [node.left as SyntaxNode, node.right as SyntaxNode];
    const operator = String(node.operator);
    const shown = this.#shownFor(node);
    switch (operator) {
      case "==":
      case "===":
      case "!=":
      case "!==":
        if (isTruthTest(operator, left, right)) {
          // What JavaScript would turn into a number must not get there.
          const guard = operator.length === 2 ? "o" : "t";
          this.#test(isBoolean(right) ? left : right, guard, operator, shown);
          return;
        }
        if (isPresenceConstant(right)) {
          this.#presence(left, operator, shown);
          return;
        }
        if (isPresenceConstant(left)) {
          this.#presence(right, operator, shown);
          return;
        }
        if (operator.length === 3 && ![left, right].map(unwrapped).some(isNeverExpression)) {
          this.#showAs(shown, left, right);
          // Sides of their own: an operator around this one may be shown as the same.
          this.#put("e", operator, node, left);
          this.#put("g", operator, node, right);
          return;
        }
        for (const [one, other] of [
          [left, right],
          [right, left],
        ] as const) {
          this.#typeTest(one, [other]);
        }
        break;
      case "instanceof":
        this.#presence(left, operator, shown);
        if (isAnsweredByNix(unwrapped(right))) {
          const name = String(unwrapped(right).name);
          this.#wrap("y", `instanceof ${name.toLowerCase()}`, shown, left);
        }
        return;
      case "in":
        // Another name may be a symbol, which references can be asked for.
        if (isText(unwrapped(left))) this.#wrap("o", "in", shown, right);
        return;
      case "-": {
        const dashed = this.#dashed.get(node) ?? (isDashed(this.text, node) ? node : undefined);
        if (dashed === undefined) break;
        this.#dashed.set(left, dashed);
        for (const one of [left, right]) this.#wrap("d", "-", dashed, one);
        return;
      }
      default:
    }
    this.#showAs(shown, left, right);
    const guard = operator === "+" && hasText(node) ? "x" : "o";
    for (const one of [left, right]) this.#wrap(guard, operator, shown, one);
  }

  /** A type that is compared: what of a reference it is, JavaScript cannot say. */
  #typeTest(node: SyntaxNode, names: readonly SyntaxNode[]): void {
    const inner = unwrapped(node);
    if (inner.type !== "UnaryExpression" || inner.operator !== "typeof") return;
    const asked = askedType(names.map(unwrapped));
    if (asked !== undefined) this.#typeTests.set(inner, asked);
  }

  #switch(node: SyntaxNode): void {
    const discriminant = node.discriminant as SyntaxNode;
    const tests = (node.cases as { readonly test: SyntaxNode | null }[]).map(({ test }) => test);
    this.#typeTest(discriminant, tests.filter(isNode));
    this.#test(discriminant, "s", "switch", discriminant);
    for (const { test } of node.cases as { readonly test: SyntaxNode | null }[]) {
      if (test !== null) this.#wrap("s", "case", test, test);
    }
  }

  /** What a pattern takes apart. */
  #pattern(pattern: SyntaxNode, value: SyntaxNode): void {
    if (pattern.type === "ArrayPattern") this.#wrap("a", "[…] =", value, value);
    if (pattern.type !== "ObjectPattern") return;
    const properties = pattern.properties as SyntaxNode[];
    if (properties.some(isLength)) this.#wrap("m", "length", value, value);
    if (properties.some((one) => one.type === "RestElement")) {
      this.#wrap("a", "...", value, value);
    }
    this.#known.add(pattern);
    // What is absent may be asked for there.
    if (properties.some(isDefault)) this.#wrap("p", "=", value, value);
  }

  /** A default of a pattern whose value is not seen there: of a parameter, a loop, within another. */
  #defaults(pattern: SyntaxNode): void {
    if (this.#known.has(pattern)) return;
    const properties = pattern.properties as SyntaxNode[];
    const shown = properties.find(isDefault);
    const last = properties.findLast(({ type }) => type === "Property");
    if (shown === undefined || last === undefined) return;
    const given = [this.#file, shown.start, shown.end];
    // Binds nothing. It comes last: of what cannot be taken apart, JavaScript names the first.
    this.insert.behind(last.end, `,[${guardGlobal}.q(${given.join()})]:{}={}`);
  }

  #assignment(node: SyntaxNode): void {
    const [left, right] = [node.left as SyntaxNode, node.right as SyntaxNode];
    const operator = String(node.operator);
    this.#set.add(unwrapped(left));
    switch (operator) {
      case "=":
        this.#pattern(left, right);
        return;
      case "||=":
      case "&&=":
      case "??=":
        if (left.type === "MemberExpression") {
          const { type } = left.property as SyntaxNode;
          if (type !== "PrivateIdentifier") this.#object(left, "l", operator, node);
        } else if (left.type === "Identifier" && operator !== "??=") {
          const given = [this.#file, node.start, node.end, JSON.stringify(operator), left.name];
          this.insert.before(node.start, ` ${guardGlobal}.v(${given.join()},`);
          this.insert.after(node.end, ")");
        }
        return;
      default:
        this.#wrap("o", operator, node, right);
    }
  }

  #member(node: SyntaxNode): void {
    if (node.computed === true) {
      const key = node.property as SyntaxNode;
      // What is written as a text is meant as the name of an attribute.
      if (!isText(unwrapped(key))) this.#index(node, key);
      this.#typeTest(key, []);
      this.#wrap("k", this.#set.has(node) ? "[]=" : "[]", key, key);
    } else if (nameOfMember(node) === "length")
      this.#object(node, "m", "length", this.#shownFor(node));
    if (node.optional === true)
      this.#presence(node.object as SyntaxNode, "?.", this.#shownFor(node));
  }

  #index(node: SyntaxNode, key: SyntaxNode): void {
    const object = node.object as SyntaxNode;
    if (object.type === "Super" || isNeverExpression(unwrapped(object))) return;
    const shown = this.#shownFor(node);
    const { type, value } = unwrapped(key);
    const isKnown = type === "Literal" && typeof value === "number";
    this.#object(node, "i", isKnown ? String(value) : "", shown);
    if (!isKnown) this.#put("j", "[]", shown, key);
  }

  #call(node: SyntaxNode): void {
    const callee = unwrapped(node.callee as SyntaxNode);
    const isNew = node.type === "NewExpression";
    if (node.optional === true)
      this.#presence(node.callee as SyntaxNode, "?.", this.#shownFor(node));
    if (callee.type === "Identifier") {
      const name = String(callee.name);
      const isLength = name !== "Array" || (node.arguments as SyntaxNode[]).length === 1;
      if (isLength && functionNames.get(isNew ? "new" : "")?.has(name) === true) {
        this.#arguments(node, name, name);
      } else if (this.#node.isFunction(name)) this.#arguments(node, name, name);
      else if (this.#node.isFormat(name)) this.#texts(node);
      return;
    }
    if (callee.type !== "MemberExpression" || isNew) return;
    const name = nameOfMember(callee);
    if (name === undefined) {
      this.#methodInBrackets(node, callee);
      return;
    }
    if (name === "filter") {
      for (const one of presenceTests(node)) this.#presenceTests.add(one);
    }
    if (decidingMethods.has(name)) this.#asked(node);
    if (/^(?:includes|indexOf|get|has)$/.test(name)) {
      for (const one of node.arguments as SyntaxNode[]) this.#typeTest(one, []);
    }
    const object = callee.object as SyntaxNode;
    const owner = object.type === "Identifier" ? String(object.name) : "";
    const [, borrowedOf] =
      /^(Array|Object)\.prototype\.\w+\.call$/.exec(this.text.slice(callee.start, callee.end)) ??
      [];
    if (borrowedOf !== undefined) {
      const what = this.text.slice(object.start, object.end);
      this.#arguments(
        { ...node, arguments: (node.arguments as unknown[]).slice(0, 1) },
        what,
        borrowedOf,
      );
    } else if (owner !== "" && functionNames.get(owner)?.has(name) === true) {
      this.#arguments(node, `${owner}.${name}`, owner);
    } else if (owner !== "" && this.#node.isMethod(owner, name)) {
      this.#arguments(node, `${owner}.${name}`, owner);
    } else if (owner !== "" && this.#node.isFormatOf(owner, name)) this.#texts(node);
    else if (methodNames.has(name) && name !== "length") {
      const shown = this.#shownFor(node);
      // A list as it is written may still be asked for a reference.
      if (isWatchedOfList(name) && unwrapped(object).type === "ArrayExpression") {
        this.#put("m", name, shown, object);
      } else if (textMakingMethods.has(name) && isWrittenText(unwrapped(object))) {
        this.#put("m", name, shown, object);
      } else this.#object(callee, "m", name, shown);
    }
    this.#askedOfEach(node, callee, name);
  }

  /** `list["filter"](f)`: a reference has an attribute of that name, a list its method. */
  #methodInBrackets(node: SyntaxNode, callee: SyntaxNode): void {
    const key = unwrapped(callee.property as SyntaxNode);
    if (key.type !== "Literal" || !isWatchedOfList(String(key.value))) return;
    const object = callee.object as SyntaxNode;
    const shown = this.#shownFor(node);
    if (unwrapped(object).type === "ArrayExpression")
      this.#put("m", String(key.value), shown, object);
    else this.#object(callee, "z", String(key.value), shown);
  }

  /** What a function of a list asks of each item (`(one) => one.a`) is tested; it may be absent. */
  #asked(call: SyntaxNode): void {
    const [decide] = call.arguments as SyntaxNode[];
    if (decide?.type !== "ArrowFunctionExpression") return;
    const inner = unwrapped(decide.body as SyntaxNode);
    if (inner.type === "MemberExpression") this.#object(inner, "p", "", inner);
  }

  /** A function of the language that a list asks of each item: `list.map(Boolean)`. */
  #askedOfEach(call: SyntaxNode, callee: SyntaxNode, method: string): void {
    const [given] = call.arguments as SyntaxNode[];
    const name = given === undefined ? "" : this.text.slice(given.start, given.end);
    // Whether an item is there may be asked, to leave out those that are not.
    const isAnswer = /^(?:Boolean|String|encodeURI|encodeURIComponent)$/.test(name)
      ? method === "map"
      : isTypeTest(name);
    if (!isAnswer || (method !== "map" && !decidingMethods.has(method))) return;
    if (chainLink(callee.object as SyntaxNode) !== undefined) return;
    this.#put("h", name, this.#shownFor(call), callee.object as SyntaxNode);
  }

  /** Arguments that become texts, whatever they are. */
  #texts(call: SyntaxNode): void {
    for (const one of call.arguments as SyntaxNode[]) {
      if (one.type !== "SpreadElement") this.#wrap("u", "", one, one);
    }
  }

  #arguments(node: SyntaxNode, what: string, owner: string): void {
    const shown = this.#shownFor(node);
    const given = node.arguments as SyntaxNode[];
    for (const [index, one] of given.entries()) {
      if (one.type === "SpreadElement") continue;
      if (what === "Object.assign" && index > 0) {
        const into = given[0] && unwrapped(given[0]).type === "ObjectExpression" ? "{}" : "…";
        if (unwrapped(one).type !== "ObjectExpression")
          this.#put("f", `${what} ${into}`, shown, one, owner);
        continue;
      }
      // An expression may stand anywhere in it.
      const isList = unwrapped(one).type === "ArrayExpression" && this.#node.isKnown(owner);
      if (isList || /^(?:structuredClone|Set|Object\.fromEntries|URLSearchParams)$/.test(what))
        this.#put("f", what, shown, one, owner);
      else this.#wrap("f", what, shown, one, owner);
    }
  }
}

/** What gives a number, of operands that may be none. */
function isComputed({ type, operator }: SyntaxNode): boolean {
  if (type === "UpdateExpression") return true;
  return (
    /^(?:Binary|Unary)Expression$/.test(type) && /^(?:\+|-|\*|\/|%|\*\*|~)$/.test(String(operator))
  );
}

/** `String.raw` */
function isRaw(tag: SyntaxNode): boolean {
  if (tag.type !== "MemberExpression" || nameOfMember(tag) !== "raw") return false;
  return (tag.object as SyntaxNode).name === "String";
}

/** A text that stands there, or is put together there. */
function isWrittenText(node: SyntaxNode): boolean {
  return isText(node) || (node.type === "BinaryExpression" && hasText(node));
}

/** A name of a pattern that takes the length, which a list of Nix does not have. */
function isLength({ type, key, computed }: SyntaxNode): boolean {
  return type === "Property" && computed !== true && (key as SyntaxNode).name === "length";
}

/** A function of the language that says no to every reference, whatever it will be. */
function isTypeTest(name: string): boolean {
  const [owner = "", method = ""] = name.split(".");
  return method.startsWith("is") && functionNames.get(owner)?.has(method) === true;
}

/** A name of a pattern that has a default. */
function isDefault(one: SyntaxNode): boolean {
  return one.type === "Property" && (one.value as SyntaxNode).type === "AssignmentPattern";
}

/** Where the `.` or `[` stands behind an object that ends at an offset. */
function operatorOf(text: string, end: number): number {
  const [blank = ""] = /^(?:\s|\/\/[^\n]*|\/\*[^]*?\*\/)*/.exec(text.slice(end)) ?? [];
  return end + blank.length;
}

function isOperator({ type }: SyntaxNode): boolean {
  return (
    /^(?:Binary|Call|Conditional|Logical|Member|New|Unary)Expression$/.test(type) ||
    type === "TemplateLiteral"
  );
}

/** Whether a sum has a text among its parts, and is one. */
function hasText(node: SyntaxNode): boolean {
  return [node.left, node.right].some((one) => {
    const side = unwrapped(one as SyntaxNode);
    if (side.type === "BinaryExpression" && side.operator === "+") return hasText(side);
    return isText(side);
  });
}
