import type { Place } from "../../problems/problem.js";
import type { ChangedIntrinsic } from "../guard/intrinsics.js";
import { isNode, parseSource, walk, type SyntaxNode } from "./parse-typescript.js";
import { sourceText } from "./source-places.js";

/** What changes a property of its first argument: the second names it, or has it. */
const changing: ReadonlySet<string> = new Set([
  ..."assign defineProperty defineProperties setPrototypeOf"
    .split(" ")
    .map((one) => `Object.${one}`),
  ..."set defineProperty deleteProperty setPrototypeOf".split(" ").map((one) => `Reflect.${one}`),
]);

/** Code that changes a property of an object. */
interface Change {
  readonly node: SyntaxNode;
  /** As it is written: `Array.prototype`; undefined where that is worked out. */
  readonly object: string | undefined;
  /** The names of the properties; none where they are worked out. */
  readonly keys: readonly string[];
}

/**
 * Where the code of a config changes an object of the language: what most looks like it. An assignment
 * tells the trace itself; functions such as `Object.defineProperty` do not.
 * @param files the files of the bundle that are the user's own
 * @param surely whether only code that names both object and property counts: another load comes, with a trace
 */
export function placeOfChange(
  files: readonly string[],
  changes: readonly ChangedIntrinsic[],
  surely: boolean,
): Place | undefined {
  let best: { readonly likeness: number; readonly place: Place } | undefined;
  const least = surely ? mostLike - 1 : 0;
  for (const file of files) {
    const source = sourceText(file);
    const program = parseSource(file, source.text)?.program;
    if (program === undefined) continue;
    walk(program, (node) => {
      const change = changeIn(node);
      if (change === undefined) return true;
      const likeness = Math.max(...changes.map((one) => likenessOf(change, one)));
      const { start, end } = change.node;
      if (likeness > (best?.likeness ?? least)) {
        const place = { file, start: source.positionAt(start), end: source.positionAt(end) };
        best = { likeness, place };
      }
      return true;
    });
  }
  return best?.place;
}

/** Of what names both the object and the property. */
const mostLike = 4;

function likenessOf({ object, keys }: Change, { holder, label }: ChangedIntrinsic): number {
  const isKey = keys.includes(label);
  if (object === holder) return isKey ? mostLike : keys.length === 0 ? 2 : 0;
  // A name of the config's own may stand for the object.
  return isKey && object?.includes(".") !== true ? 3 : 0;
}

function changeIn(node: SyntaxNode): Change | undefined {
  if (node.type === "AssignmentExpression") return memberChange(node.left);
  if (node.type === "UnaryExpression" && node.operator === "delete")
    return memberChange(node.argument);
  if (node.type !== "CallExpression") return undefined;
  const method = textOf(node.callee);
  if (method === undefined || !changing.has(method)) return undefined;
  const [target, key] = node.arguments as (SyntaxNode | undefined)[];
  const keys = method.endsWith("setPrototypeOf") ? ["__proto__"] : keysIn(key);
  return { node, object: textOf(target), keys };
}

function memberChange(target: unknown): Change | undefined {
  const member = bare(target);
  if (member?.type !== "MemberExpression") return undefined;
  const key = member.property as SyntaxNode;
  const keys = member.computed === true ? keysIn(key) : [String(key.name)];
  return { node: key, object: textOf(member.object), keys };
}

/** The names that a literal, a symbol or an object of properties has. */
function keysIn(value: unknown): string[] {
  const node = bare(value);
  if (node?.type === "Literal") return [String(node.value)];
  if (node?.type === "ObjectExpression") {
    return (node.properties as SyntaxNode[]).flatMap(({ key, computed }) =>
      computed !== true && isNode(key) ? [String(key.name ?? key.value)] : keysIn(key),
    );
  }
  const text = textOf(node);
  return text?.startsWith("Symbol.") === true ? [text] : [];
}

/** `a.b.c` as it is written, without what TypeScript adds, and without `globalThis` before it. */
function textOf(value: unknown): string | undefined {
  const node = bare(value);
  if (node?.type === "Identifier") return String(node.name);
  if (node?.type !== "MemberExpression") return undefined;
  const object = textOf(node.object);
  const [key] =
    node.computed === true ? keysIn(node.property) : [String((node.property as SyntaxNode).name)];
  if (object === undefined || key === undefined) return undefined;
  return object === "globalThis" ? key : `${object}.${key}`;
}

/** What stands in parentheses, and before `as` and `!`. */
function bare(value: unknown): SyntaxNode | undefined {
  let node = isNode(value) ? value : undefined;
  while (
    node !== undefined &&
    (/^TS|^Parenthesized/.test(node.type) || node.type === "ChainExpression")
  )
    node = isNode(node.expression) ? node.expression : undefined;
  return node;
}
