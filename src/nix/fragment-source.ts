import { holeCharacter, type Source } from "./source.js";

/** The Nix source of a template, and where its characters come from. */
export interface FragmentSource extends Source {
  /** The template's text and the offset in its raw form for an offset of the source. */
  locate(offset: number): { readonly quasi: number; readonly offset: number };
}

/** A run of characters that are the same in the template. */
interface Run {
  readonly start: number;
  readonly quasi: number;
  readonly offset: number;
}

/**
 * Undoes in a template's raw text what JavaScript makes one write in it: `\${` and `$\{` for `${`,
 * and a backslash before a backquote. All other backslashes are Nix's own.
 */
export function fragmentSource(raw: readonly string[]): FragmentSource {
  let text = "";
  const holes = new Map<number, number>();
  const runs: Run[] = [];
  for (const [quasi, content] of raw.entries()) {
    if (quasi > 0) {
      holes.set(text.length, quasi - 1);
      text += holeCharacter;
    }
    runs.push({ start: text.length, quasi, offset: 0 });
    for (let at = 0; at < content.length;) {
      const { written, length } = readRaw(content, at);
      text += written;
      at += length;
      if (written.length !== length) runs.push({ start: text.length, quasi, offset: at });
    }
  }
  return {
    text,
    holes,
    locate: (offset) => {
      const run = runs.findLast((one) => one.start <= offset);
      if (run === undefined) return { quasi: 0, offset: 0 };
      return { quasi: run.quasi, offset: run.offset + offset - run.start };
    },
  };
}

function readRaw(content: string, at: number): { written: string; length: number } {
  if (content.startsWith("\\${", at)) return { written: "${", length: 3 };
  if (content.startsWith("$\\{", at)) return { written: "${", length: 3 };
  if (content.startsWith("\\`", at)) return { written: "`", length: 2 };
  // A backslash escaped by another one does not escape what follows.
  if (content.startsWith("\\\\", at)) return { written: "\\\\", length: 2 };
  return { written: content.charAt(at), length: 1 };
}
