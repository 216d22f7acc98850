import { holeInPath } from "./misplaced-hole.js";
import type { Source } from "./source.js";
import { joinParts } from "./string-parts.js";
import type { ReadInterpolation, ReadString } from "./string-reader.js";
import { NixSyntaxError } from "./syntax-error.js";
import type { StringPart } from "./syntax.js";
import type { Token } from "./tokens.js";

const pathText = /[a-zA-Z0-9._+-]*(?:\/[a-zA-Z0-9._+-]+)*\/?/y;

/**
 * Reads a path, its `${…}` included, from its first token on.
 * @throws NixSyntaxError for a slash at its end or a hole in it
 */
export function readPath(source: Source, start: Token, read: ReadInterpolation): ReadString {
  const { text, holes } = source;
  const parts: StringPart[] = [start.text];
  let at = start.end;
  for (;;) {
    if (holes.has(at)) throw holeInPath(at);
    if (text.startsWith("${", at)) {
      const { part, end } = read(at);
      parts.push(part);
      at = end;
      continue;
    }
    pathText.lastIndex = at;
    const found = at === start.end ? "" : (pathText.exec(text)?.[0] ?? "");
    if (found === "") break;
    parts.push(found);
    at += found.length;
  }
  const last = parts.at(-1);
  if (typeof last === "string" && last.endsWith("/")) {
    throw new NixSyntaxError("a path cannot end in a slash", at - 1);
  }
  return { parts: joinParts(parts), end: at };
}
