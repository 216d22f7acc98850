import { methodNames } from "../../authoring/language-functions.js";
import { computingModules } from "../../authoring/node-functions.js";

const texts = `"(?:[^"\\\\\\n]|\\\\[^])*"|'(?:[^'\\\\\\n]|\\\\[^])*'`;

/** What has no operators of its own, or looks like one and is none. */
const tokens = new RegExp(
  [
    texts,
    "\\/\\/[^\\n]*|\\/\\*[^]*?\\*\\/",
    // A template whose holes hold nothing that is nested; any other backquote stands alone.
    "`(?:[^`\\\\$]|\\\\[^]|\\$(?!\\{)|\\$\\{[^`{}]*\\})*`|`",
    "=>",
    // Types, and stars of imports.
    '\\bsatisfies\\s+[A-Z]\\w*(?:<[\\w\\s,"|]*>)?|\\b(?:import|export)\\s+(?:type\\s+)?\\*',
  ].join("|"),
  "g",
);

const operators = new RegExp(
  [
    // An expression refuses to be spread by itself; a function does not: see `mayCompute`.
    "[!<>]|==|&&|\\|\\||\\?|[+\\-*/%&|^~]",
    "\\b(?:if|while|for|switch|in|instanceof|typeof|delete)\\b",
    // A name that is computed, a pattern that takes something apart.
    "\\[[^[\\]]*\\]\\s*[:(=]|[\\w$)\\]]\\s*\\[|\\.\\.\\.[\\w$]+\\s*\\}\\s*[=)]",
    // A pattern with a default; what else looks so does no harm.
    "\\blength\\b[^{};]*\\}|=[^={};]*\\}|=\\s*\\{\\s*\\}",
    `\\.\\s*(?:${[...methodNames].join("|")})\\b`,
    "\\b(?:String|Number|Boolean|BigInt|Symbol|Object|Math|JSON|Array|Buffer|Date|Map|Set|RegExp|URL|structuredClone|atob|btoa|is(?:NaN|Finite)|parse(?:Int|Float)|encodeURI\\w*)\\b",
  ].join("|"),
);

const words =
  /\b(?:await|case|default|do|else|extends|in|instanceof|new|of|return|throw|typeof|void|yield)$/;

/** Parts of Node whose functions must not be given an expression. */
const modules = new RegExp(`["'](?:node:)?(?:${computingModules.join("|")})["']`);

/**
 * Whether a text could have anything in it that computes with its operands. Most files of a config
 * only put values together, and need not be parsed. In doubt it could.
 */
export function mayCompute(text: string): boolean {
  const doubts: string[] = [];
  const code = text.replace(tokens, (token, offset: number) => {
    if (token === "`") doubts.push(token);
    if (!token.startsWith("`") || !token.includes("${")) return " ";
    const before = text.slice(Math.max(offset - 12, 0), offset);
    // Without a tag it makes text of what is put in.
    if (!/[\w$)\]]$/.test(before) || words.test(before)) doubts.push(token);
    const holes = token.matchAll(/\\[^]|\$\{([^`{}]*)\}/g);
    return [...holes].map(([, hole = ""]) => hole.replace(new RegExp(texts, "g"), "")).join(";");
  });
  if (doubts.length > 0 || modules.test(text) || operators.test(code)) return true;
  // Where modules are put together, one may be a function, of which a spread takes nothing.
  return code.includes("...") && /\b(?:config|imports)\b\s*[:,}.]/.test(code);
}
