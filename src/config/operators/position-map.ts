import { basename } from "node:path";
import type MagicString from "magic-string";
import { SourceMap } from "magic-string";

/**
 * The map of a text with insertions, as a comment that the bundler follows. What was put in stands
 * where the text goes on behind it, so that a call around an operand is where the operand is.
 */
export function mapComment(file: string, output: MagicString): string {
  const map = output.generateDecodedMap({ source: basename(file), hires: true });
  for (const line of map.mappings as number[][][]) {
    for (let index = line.length - 1; index >= 0; index -= 1) {
      const [column = 0, source = 0, ...original] = line[index] ?? [];
      const before = index === 0 ? 0 : (line[index - 1]?.[0] ?? 0) + 1;
      if (before < column) line.splice(index, 0, [before, source, ...original]);
    }
  }
  return `\n//# sourceMappingURL=${new SourceMap(map).toUrl()}`;
}
