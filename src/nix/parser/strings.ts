import { readPath } from "../path-reader.js";
import { readIndented, readQuoted } from "../string-reader.js";
import { NixSyntaxError } from "../syntax-error.js";
import type {
  Expression,
  Interpolation,
  PathExpression,
  StringExpression,
  StringPart,
} from "../syntax.js";
import { isOfShell, shellExpansion, shellHint } from "../shell-text.js";
import { joinParts } from "../string-parts.js";
import { parseExpression } from "./expression.js";
import type { TokenStream } from "./stream.js";

/*
 * Holes in strings are kept apart from text until the string is read: their text goes in last and
 * is never looked at.
 */

export function parseString(stream: TokenStream): StringExpression {
  const open = stream.take();
  const holes = new Map<Interpolation, number>();
  const read = (offset: number): { part: Interpolation; end: number } =>
    readInterpolation(stream, offset, holes);
  const style = open.text === '"' ? "quoted" : "indented";
  const { parts, end } =
    style === "quoted"
      ? readQuoted(stream.source, open.end, read)
      : readIndented(stream.source, open.end, read);
  stream.moveTo(end);
  const filled = parts.map((part) => fillHole(stream, part, holes));
  return { kind: "string", style, parts: joinParts(filled) };
}

function readInterpolation(
  stream: TokenStream,
  offset: number,
  holes: Map<Interpolation, number>,
): { part: Interpolation; end: number } {
  const hole = stream.source.holes.get(offset);
  if (hole !== undefined) {
    const part: Interpolation = {
      kind: "interpolation",
      expression: { kind: "identifier", name: "null" },
    };
    holes.set(part, hole);
    return { part, end: offset + 1 };
  }
  stream.moveTo(offset);
  const part = interpolationInString(stream, offset);
  const text = stream.source.text.slice(offset, stream.position);
  const end = stream.position;
  if (stream.holes?.shell === undefined || !isOfShell(text)) return { part, end };
  stream.holes.shell(offset, text);
  // Its words are no variables.
  return { part: { ...part, expression: { kind: "identifier", name: "null" } }, end };
}

/** @throws NixSyntaxError, which says what to do about an expansion of the shell */
function interpolationInString(stream: TokenStream, offset: number): Interpolation {
  try {
    return parseInterpolation(stream);
  } catch (error) {
    if (!(error instanceof NixSyntaxError) || error.hint !== undefined) throw error;
    const expansion = shellExpansion(stream.source.text.slice(offset));
    if (expansion === undefined) throw error;
    throw new NixSyntaxError(error.message, error.offset, shellHint(expansion));
  }
}

function fillHole(
  stream: TokenStream,
  part: StringPart,
  holes: ReadonlyMap<Interpolation, number>,
): StringPart {
  const hole = typeof part === "string" ? undefined : holes.get(part);
  const filled = hole === undefined ? part : stream.holes?.stringPart(hole, stream.depth);
  if (filled === undefined || typeof filled === "string") return filled ?? part;
  return { ...filled, expression: stream.withoutTrivia(filled.expression) };
}

/** `${…}`; leaves the stream right after the brace. */
export function parseInterpolation(stream: TokenStream): Interpolation {
  stream.expect("${");
  const expression = stream.interpolated(() => stream.nested(() => parseExpression(stream)));
  const close = stream.expect("}");
  stream.moveTo(close.end);
  return { kind: "interpolation", expression };
}

/**
 * A path, its `${…}` included.
 * @throws NixSyntaxError for a slash at its end or a hole in it
 */
export function parsePath(stream: TokenStream): Expression {
  const { parts, end } = readPath(stream.source, stream.take(), (offset) => {
    stream.moveTo(offset);
    return { part: parseInterpolation(stream), end: stream.position };
  });
  stream.moveTo(end);
  const path: PathExpression = { kind: "path", parts };
  return stream.holes?.path?.(path) ?? path;
}
