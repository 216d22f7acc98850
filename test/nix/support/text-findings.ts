import { parseNix } from "../../../src/nix/parser.js";
import type { Expression } from "../../../src/nix/syntax.js";
import { meaning } from "./trees.js";

/** Findings of statix that the tree of a text does not show. */
export function textFindings(text: string): string[] {
  return [
    ...needlessParentheses(text).map((one) => `W08 (${one})`),
    // Should a string say so, that counts, too.
    ...(/\blet\s*\{/.test(text) ? ["W05 let {"] : []),
    ...unquotedUris(text),
  ];
}

const primitives: ReadonlySet<string> = new Set([
  "attribute-set",
  "identifier",
  "list",
  "select",
  "string",
]);

/** Parentheses around a word, a whole value or a body, whose loss would leave the tree as it is. */
function needlessParentheses(text: string): string[] {
  const tree = JSON.stringify(meaning(parseNix(text)));
  const found: string[] = [];
  const opened: number[] = [];
  for (let close = 0; close < text.length; close++) {
    if (text[close] === "(") opened.push(close);
    const open = text[close] === ")" ? opened.pop() : undefined;
    if (open === undefined) continue;
    const [before, inner, after] = [
      text.slice(0, open),
      text.slice(open + 1, close),
      text.slice(close + 1),
    ];
    const whole =
      (/=\s*$/.test(before) && /^\s*;/.test(after)) ||
      (/\bin\s*$/.test(before) && /^\s*(?:[;,)}]|$|\b(?:then|else|in)\b)/.test(after));
    if (!whole && !primitives.has(treeOf(inner)?.kind ?? "")) continue;
    const shorter = treeOf(`${before} ${inner} ${after}`);
    if (shorter !== undefined && JSON.stringify(meaning(shorter)) === tree) found.push(inner);
  }
  return found;
}

function treeOf(text: string): Expression | undefined {
  try {
    return parseNix(text);
  } catch {
    return undefined;
  }
}

const uri = /[a-zA-Z][a-zA-Z0-9+.-]*:[a-zA-Z0-9%/?:@&=+$,_.!~*'-]+/g;

/** Words like `http://x`: in quotes they are the same, which inside of a string or comment they are not. */
function unquotedUris(text: string): string[] {
  const tree = JSON.stringify(meaning(parseNix(text)));
  return Array.from(text.matchAll(uri)).flatMap(({ 0: found, index }) => {
    const quoted = `${text.slice(0, index)}"${found}"${text.slice(index + found.length)}`;
    const other = treeOf(quoted);
    return other !== undefined && JSON.stringify(meaning(other)) === tree ? [`W12 ${found}`] : [];
  });
}
