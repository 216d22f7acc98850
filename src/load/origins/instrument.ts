import MagicString from "magic-string";
import { codeBelow, isCode } from "./code-nodes.js";
import { constantsOf } from "./constants.js";
import { GuardVisitor } from "../operators/edits.js";
import { mapComment } from "../operators/position-map.js";
import { parseSource, type SyntaxNode } from "./parse-typescript.js";
import { traceGlobal, type LiteralPart, type Range, type Site } from "./sites.js";

/**
 * Rewrites a file so that every object and array literal, spread, assignment, throw and tagged
 * template tells the trace that it was evaluated; what the program computes stays the same.
 * @param addSite keeps a site and returns its number
 * @returns undefined when the text does not parse: whoever bundles it will say why
 */
export function instrument(
  file: string,
  text: string,
  addSite: (site: Site) => number,
): string | undefined {
  const program = parseSource(file, text)?.program;
  if (program === undefined) return undefined;
  const output = new MagicString(text);
  try {
    // Operators are guarded as in any other run.
    const guard = new GuardVisitor(text, file, {
      before: (at, inserted) => output.appendRight(at, inserted),
      after: (at, inserted) => output.appendLeft(at, inserted),
      behind: (at, inserted) => output.prependRight(at, inserted),
    });
    new Instrumenter(text, output, addSite, constantsOf(program), guard).visit(program, false);
  } catch (error) {
    // A text nested deeper than the stack is left as it is: its values have no places of their own.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  // The bundler follows the map, so that places in its own are those of the original text.
  return `${output.toString()}${mapComment(file, output)}`;
}

class Instrumenter {
  constructor(
    private readonly text: string,
    private readonly output: MagicString,
    private readonly addSite: (site: Site) => number,
    private readonly constants: ReadonlyMap<string, Range>,
    private readonly guard: GuardVisitor,
  ) {}

  visit(node: SyntaxNode, inFunction: boolean): void {
    if (!isCode(node)) return;
    const inside = inFunction || node.type.includes("Function");
    const close = this.open(node, inside);
    this.guard.enter(node);
    for (const child of codeBelow(node)) this.visit(child, inside);
    if (close !== "") this.output.appendLeft(node.end, close);
  }

  /** Writes what goes before a node; returns what must follow it. */
  private open(node: SyntaxNode, inFunction: boolean): string {
    switch (node.type) {
      case "ObjectExpression":
        return this.literal(node, node.properties as SyntaxNode[], inFunction);
      case "ArrayExpression":
        return this.literal(node, node.elements as (SyntaxNode | null)[], inFunction);
      case "AssignmentExpression":
        return this.assignment(node);
      case "TaggedTemplateExpression":
        this.template(node);
        return "";
      case "CallExpression":
        this.objectMethod(node);
        return "";
      case "ThrowStatement":
        this.thrown(node.argument as SyntaxNode);
        return "";
      default:
        return "";
    }
  }

  private call(at: number, method: string, ...given: readonly (string | number)[]): void {
    // The blank keeps `return{` apart from the call.
    this.output.appendRight(
      at,
      ` ${traceGlobal}.${method}(${given.map((one) => `${one},`).join("")}`,
    );
  }

  private literal(
    node: SyntaxNode,
    members: readonly (SyntaxNode | null)[],
    inFunction: boolean,
  ): string {
    const isArray = node.type === "ArrayExpression";
    const parts = members.map((one) => (isArray ? this.item(one) : this.property(one)));
    const site = this.addSite({
      kind: "literal",
      range: rangeOf(node),
      parts,
      inFunction,
    });
    this.call(node.start, "literal", site);
    for (const [index, one] of members.entries()) {
      const { kind } = parts[index] ?? {};
      if (one === null) continue;
      if (kind === "spread") {
        this.call((one.argument as SyntaxNode).start, isArray ? "spreadItems" : "spread", index);
        this.output.appendLeft(one.end, ")");
      } else if (kind === "computed") {
        const key = one.key as SyntaxNode;
        this.call(key.start, "key", site, index);
        this.output.appendLeft(key.end, ")");
      }
    }
    return ")";
  }

  private property(node: SyntaxNode | null): LiteralPart {
    if (node === null) return { kind: "hole" };
    if (node.type === "SpreadElement") return { kind: "spread", value: rangeOf(node) };
    const key = node.key as SyntaxNode;
    const value = node.value as SyntaxNode;
    if (node.computed === true) {
      return { kind: "computed", key: rangeOf(key), value: rangeOf(value) };
    }
    const name = String(key.type === "Identifier" ? key.name : key.value);
    return {
      kind: "key",
      name,
      key: rangeOf(key),
      value: rangeOf(value),
      ...this.constant(value),
    };
  }

  private item(node: SyntaxNode | null): LiteralPart {
    if (node === null) return { kind: "hole" };
    if (node.type === "SpreadElement") return { kind: "spread", value: rangeOf(node) };
    return { kind: "item", value: rangeOf(node), ...this.constant(node) };
  }

  private constant(value: SyntaxNode): { constant?: Range } {
    const found = value.type === "Identifier" ? this.constants.get(String(value.name)) : undefined;
    return found === undefined ? {} : { constant: found };
  }

  private assignment(node: SyntaxNode): string {
    const target = node.left as SyntaxNode;
    const value = node.right as SyntaxNode;
    if (node.operator !== "=" || target.type !== "MemberExpression") return "";
    const object = target.object as SyntaxNode;
    const property = target.property as SyntaxNode;
    if (object.type === "Super" || property.type === "PrivateIdentifier") return "";
    if (node.start !== object.start) return "";
    const computed = target.computed === true;
    const before = this.text.slice(object.end, property.start);
    const after = this.text.slice(property.end, value.start);
    // Comments in between, or TypeScript's `!`, are left alone.
    if (!(computed ? /^\s*\[\s*$/ : /^\s*\.\s*$/).test(before)) return "";
    if (!(computed ? /^\s*\]\s*=\s*$/ : /^\s*=\s*$/).test(after)) return "";
    const site = this.addSite({
      kind: "assignment",
      key: rangeOf(property),
      value: rangeOf(value),
    });
    this.call(node.start, "assign", site);
    if (computed) {
      // The name may be a list with commas.
      this.output.update(object.end, property.start, ",(");
      this.output.update(property.end, value.start, "),");
    } else {
      this.output.update(object.end, value.start, `,${JSON.stringify(property.name)},`);
    }
    return ")";
  }

  private template(node: SyntaxNode): void {
    const tag = node.tag as SyntaxNode;
    if (tag.type !== "Identifier") return;
    const quasi = node.quasi as SyntaxNode;
    const parts = quasi.quasis as SyntaxNode[];
    // In TypeScript, and not in JavaScript, the parser counts the delimiters to a part.
    const delimiter = parts[0]?.start === quasi.start ? 1 : 0;
    const site = this.addSite({
      kind: "template",
      quasis: parts.map((one) => one.start + delimiter),
    });
    this.call(tag.start, "tag", site);
    this.output.appendLeft(tag.end, ")");
  }

  /** `Object.assign` and `Object.fromEntries` make objects whose parts were written elsewhere. */
  private objectMethod(node: SyntaxNode): void {
    const callee = node.callee as SyntaxNode;
    if (callee.type !== "MemberExpression" || callee.computed === true) return;
    if (callee.optional === true || node.optional === true) return;
    const object = callee.object as SyntaxNode;
    const method = String((callee.property as SyntaxNode).name);
    if (object.type !== "Identifier" || object.name !== "Object") return;
    if (method !== "assign" && method !== "fromEntries") return;
    // The name `Object` may be the file's own.
    this.output.update(
      callee.start,
      callee.end,
      ` ${traceGlobal}.method(Object,${JSON.stringify(method)})`,
    );
  }

  private thrown(value: SyntaxNode): void {
    const site = this.addSite({ kind: "throw", value: rangeOf(value) });
    this.call(value.start, "thrown", site);
    // The value may be a list with commas.
    this.output.appendRight(value.start, "(");
    this.output.appendLeft(value.end, "))");
  }
}

function rangeOf(node: SyntaxNode): Range {
  return [node.start, node.end];
}
