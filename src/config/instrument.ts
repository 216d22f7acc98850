import { basename } from "node:path";
import MagicString from "magic-string";
import { parseSync } from "oxc-parser";

/** Offsets in the original text, end exclusive. */
export type Range = readonly [start: number, end: number];

/** One part of an object or array literal, in the order of its evaluation. */
export type LiteralPart =
  | {
      readonly kind: "key";
      readonly name: string;
      readonly key?: Range;
      readonly value: Range;
      readonly constant?: Range;
    }
  | { readonly kind: "item"; readonly value: Range; readonly constant?: Range }
  | { readonly kind: "computed"; readonly key: Range; readonly value: Range }
  | { readonly kind: "spread"; readonly value: Range };

/** A place in a file whose evaluation is recorded. */
export type Site =
  | {
      readonly kind: "literal";
      readonly range: Range;
      readonly parts: readonly LiteralPart[];
      readonly inFunction: boolean;
    }
  | { readonly kind: "assignment"; readonly key: Range; readonly value: Range }
  | { readonly kind: "template"; readonly quasis: readonly number[] };

/** The global that instrumented code calls. */
export const traceGlobal = "__nixpawn_trace";

interface AnyNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/**
 * Rewrites a file so that every object and array literal, spread, assignment and tagged template
 * tells the trace that it was evaluated; what the program computes stays the same.
 * @param addSite keeps a site and returns its number
 * @returns undefined when the text does not parse: whoever bundles it will say why
 */
export function instrument(
  file: string,
  text: string,
  addSite: (site: Site) => number,
): string | undefined {
  const parsed = parseSync(file, text);
  if (parsed.errors.length > 0) return undefined;
  const program = parsed.program as unknown as AnyNode;
  const output = new MagicString(text);
  new Instrumenter(text, output, addSite, constantsOf(program)).visit(program, false);
  // The bundler follows it, so that places in its own map are those of the original text.
  const map = output.generateMap({ source: basename(file), hires: true });
  return `${output.toString()}\n//# sourceMappingURL=${map.toUrl()}`;
}

class Instrumenter {
  constructor(
    private readonly text: string,
    private readonly output: MagicString,
    private readonly addSite: (site: Site) => number,
    private readonly constants: ReadonlyMap<string, Range>,
  ) {}

  visit(node: AnyNode, inFunction: boolean): void {
    const inside = inFunction || node.type.includes("Function");
    const close = this.open(node, inside);
    for (const child of childrenOf(node)) this.visit(child, inside);
    if (close) this.output.appendLeft(node.end, ")");
  }

  /** Writes what goes before a node; true when a closing parenthesis must follow it. */
  private open(node: AnyNode, inFunction: boolean): boolean {
    switch (node.type) {
      case "ObjectExpression":
        return this.literal(
          node,
          (node.properties as AnyNode[]).map((one) => this.property(one)),
          inFunction,
        );
      case "ArrayExpression":
        return this.literal(
          node,
          (node.elements as (AnyNode | null)[]).map((one) => this.item(one)),
          inFunction,
        );
      case "AssignmentExpression":
        return this.assignment(node);
      case "TaggedTemplateExpression":
        this.template(node);
        return false;
      case "CallExpression":
        this.objectMethod(node);
        return false;
      default:
        return false;
    }
  }

  private literal(node: AnyNode, parts: readonly LiteralPart[], inFunction: boolean): boolean {
    const site = this.addSite({ kind: "literal", range: rangeOf(node), parts, inFunction });
    const spreads = parts.some((part) => part.kind === "spread");
    // The blank keeps `return{` apart from the call.
    const frame = spreads ? `${traceGlobal}.begin(${String(site)})` : "0";
    this.output.appendRight(node.start, ` ${traceGlobal}.literal(${String(site)},${frame},`);
    if (spreads) {
      for (const one of [...((node.properties ?? node.elements) as (AnyNode | null)[])]) {
        if (one?.type !== "SpreadElement") continue;
        const given = one.argument as AnyNode;
        const how = node.type === "ArrayExpression" ? "spreadItems" : "spread";
        this.output.appendRight(given.start, `${traceGlobal}.${how}(${String(site)},`);
        this.output.appendLeft(one.end, ")");
      }
    }
    return true;
  }

  private property(node: AnyNode): LiteralPart {
    if (node.type === "SpreadElement") return { kind: "spread", value: rangeOf(node) };
    const key = node.key as AnyNode;
    const value = node.value as AnyNode;
    if (node.computed === true)
      return { kind: "computed", key: rangeOf(key), value: rangeOf(value) };
    const name = key.type === "Identifier" ? key.name : key.value;
    return {
      kind: "key",
      name: String(name),
      key: rangeOf(key),
      value: rangeOf(value),
      ...this.constant(value),
    };
  }

  private item(node: AnyNode | null): LiteralPart {
    if (node === null) return { kind: "item", value: [0, 0] };
    if (node.type === "SpreadElement") return { kind: "spread", value: rangeOf(node) };
    return { kind: "item", value: rangeOf(node), ...this.constant(node) };
  }

  private constant(value: AnyNode): { constant?: Range } {
    const found = value.type === "Identifier" ? this.constants.get(String(value.name)) : undefined;
    return found === undefined ? {} : { constant: found };
  }

  private assignment(node: AnyNode): boolean {
    const target = node.left as AnyNode;
    const value = node.right as AnyNode;
    if (node.operator !== "=" || target.type !== "MemberExpression" || target.optional === true)
      return false;
    const object = target.object as AnyNode;
    const property = target.property as AnyNode;
    if (object.type === "Super" || property.type === "PrivateIdentifier") return false;
    if (node.start !== object.start) return false;
    const computed = target.computed === true;
    const before = this.text.slice(object.end, property.start);
    const after = this.text.slice(property.end, value.start);
    // Comments in between, or TypeScript's `!`, are left alone.
    if (!(computed ? /^\s*\[\s*$/ : /^\s*\.\s*$/).test(before)) return false;
    if (!(computed ? /^\s*\]\s*=\s*$/ : /^\s*=\s*$/).test(after)) return false;
    const site = this.addSite({
      kind: "assignment",
      key: rangeOf(property),
      value: rangeOf(value),
    });
    this.output.appendRight(node.start, ` ${traceGlobal}.assign(${String(site)},`);
    if (computed) {
      this.output.overwrite(object.end, property.start, ",");
      this.output.overwrite(property.end, value.start, ",");
    } else {
      this.output.overwrite(object.end, value.start, `,${JSON.stringify(property.name)},`);
    }
    return true;
  }

  private template(node: AnyNode): void {
    const tag = node.tag as AnyNode;
    if (tag.type !== "Identifier") return;
    const quasi = node.quasi as AnyNode;
    const holes = quasi.expressions as AnyNode[];
    const quasis = [quasi.start + 1, ...holes.map((hole) => this.text.indexOf("}", hole.end) + 1)];
    const site = this.addSite({ kind: "template", quasis });
    this.output.appendRight(tag.start, ` ${traceGlobal}.tag(${String(site)},`);
    this.output.appendLeft(tag.end, ")");
  }

  /** `Object.assign` and `Object.fromEntries` make objects whose parts were written elsewhere. */
  private objectMethod(node: AnyNode): void {
    const callee = node.callee as AnyNode;
    if (callee.type !== "MemberExpression" || callee.computed === true || node.optional === true)
      return;
    const object = callee.object as AnyNode;
    const method = (callee.property as AnyNode).name;
    if (object.type !== "Identifier" || object.name !== "Object") return;
    if (method !== "assign" && method !== "fromEntries") return;
    this.output.overwrite(
      callee.start,
      callee.end,
      ` ${traceGlobal}.${method === "assign" ? "objectAssign" : "fromEntries"}`,
    );
  }
}

function rangeOf(node: AnyNode): Range {
  return [node.start, node.end];
}

function childrenOf(node: AnyNode): AnyNode[] {
  const children: AnyNode[] = [];
  for (const [key, value] of Object.entries(node)) {
    // The options of an import must stay as the bundler knows them.
    if (key === "parent" || (key === "options" && node.type === "ImportExpression")) continue;
    if (key === "attributes") continue;
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (typeof one === "object" && one !== null && "type" in one && "start" in one) {
        children.push(one as AnyNode);
      }
    }
  }
  // A shorthand property holds the same node twice.
  return children.filter(
    (child, index) =>
      index === 0 ||
      child.start !== children[index - 1]?.start ||
      child.end !== children[index - 1]?.end,
  );
}

/** Constants of the file with a literal as their value, if no other declaration has their name. */
function constantsOf(program: AnyNode): Map<string, Range> {
  const found = new Map<string, Range>();
  const ambiguous = new Set<string>();
  const visit = (node: AnyNode): void => {
    if (node.type === "VariableDeclarator" || node.type.includes("Parameter")) {
      const name = (node.id as AnyNode | undefined)?.name;
      const value = node.init as AnyNode | null | undefined;
      if (typeof name === "string") {
        if (found.has(name)) ambiguous.add(name);
        if (value != null && /^(?:Literal|TemplateLiteral|UnaryExpression)$/.test(value.type)) {
          found.set(name, rangeOf(value));
        } else ambiguous.add(name);
      }
    }
    if (Array.isArray(node.params)) {
      for (const one of node.params as AnyNode[]) {
        if (typeof one.name === "string") ambiguous.add(one.name);
      }
    }
    for (const child of childrenOf(node)) visit(child);
  };
  visit(program);
  for (const name of ambiguous) found.delete(name);
  return found;
}
