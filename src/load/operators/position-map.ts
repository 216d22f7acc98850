import { basename } from "node:path";
import type MagicString from "magic-string";
import { SourceMap } from "magic-string";

/**
 * The map of a text with insertions, as a comment that the bundler follows. What was put in stands
 * where the text goes on behind it, so that a call around an operand is where the operand is.
 */
export function mapComment(file: string, output: MagicString): string {
  // Each word has a segment: one for each character would take longer than all the rest.
  const map = output.generateDecodedMap({ source: basename(file), hires: "boundary" });
  const mappings = (map.mappings as Segment[][]).map(withInsertions);
  return `\n//# sourceMappingURL=${new SourceMap({ ...map, mappings }).toUrl()}`;
}

/** Column in the output, number of the source, line and column in it; the format's own order. */
type Segment = [number, number, number, number];

function withInsertions(segments: readonly Segment[]): Segment[] {
  const all: Segment[] = [];
  let last: Segment | undefined;
  // By index, not taken apart: a config has a hundred thousand of them.
  for (const segment of segments) {
    const column = segment[0];
    // Where the text before ends: what is between was put in.
    const end =
      last === undefined ? 0 : last[0] + (last[2] === segment[2] ? segment[3] - last[3] : 1);
    if (end < column) {
      const start = Math.max(end, last === undefined ? 0 : last[0] + 1);
      all.push([start, segment[1], segment[2], segment[3]]);
    }
    all.push(segment);
    last = segment;
  }
  return all;
}
