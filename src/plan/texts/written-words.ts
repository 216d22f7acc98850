import { hole } from "../../nix/texts-of.js";

/** So many letters beside a word that are the same are enough to know a text again. */
const enough = 16;

/**
 * A text with a word left out wherever the config has it in a text that is written
 * there: as far as such a text goes, and some letters of it, both say the same around the word.
 * @param sources texts of the config's files
 */
export function withoutWritten(text: string, sources: readonly string[], word: string): string {
  return text.replaceAll(word, (found, at: number) =>
    sources.some((source) => isWritten(text, at, source, word)) ? " ".repeat(found.length) : found,
  );
}

function isWritten(text: string, at: number, source: string, word: string): boolean {
  const before = reversed(text.slice(Math.max(0, at - enough), at));
  const after = text.slice(at + word.length, at + word.length + enough);
  for (let here = source.indexOf(word); here !== -1; here = source.indexOf(word, here + 1)) {
    const left = reversed(source.slice(Math.max(0, here - 2 * enough), here));
    const right = source.slice(here + word.length, here + word.length + 2 * enough);
    if (!agrees(before, left, /^\s*(?:["'`}\n]|n\\|$)/)) continue;
    if (!agrees(after, right, /^\s*(?:["'`\n]|\$\{|\\n|$)/)) continue;
    if (!isAlone(before, left) || !isAlone(after, right)) return true;
    // The word alone is the whole of what was written.
    if (isEdge(before) && isEdge(after) && !isCompared(left, right)) return true;
  }
  return false;
}

/** @param isOver whether a text that is written there ends here, or a line of it */
function agrees(text: string, source: string, isOver: RegExp): boolean {
  let other = 0;
  for (let index = 0; index < text.length; index += 1) {
    const letter = text.charAt(index);
    if (isEdge(letter)) return isOver.test(source.slice(other));
    // A backslash stands on either side of a quote, as the source may be read backwards.
    if (source[other] === "\\" && letter !== "\\") other += 1;
    if (source[other] !== letter) return isOver.test(source.slice(other));
    other += 1;
    if (source[other] === "\\" && /["'`$]/.test(letter)) other += 1;
  }
  return text.length === enough || isOver.test(source.slice(other));
}

function isAlone(text: string, source: string): boolean {
  const first = source.charAt(0);
  return /["'`]/.test(first) && !text.startsWith(first);
}

/** Whether a text, or a line of it, ends there. */
function isEdge(text: string): boolean {
  return text === "" || text.startsWith("\n") || text.startsWith(hole);
}

/** What is only compared with something does not get into a container. */
function isCompared(left: string, right: string): boolean {
  return /^["'`]\s*(?:==?=|==?!|esac\b)/.test(left) || /^["'`]\s*[=!]==?/.test(right);
}

function reversed(text: string): string {
  let found = "";
  for (let index = text.length - 1; index >= 0; index -= 1) found += text.charAt(index);
  return found;
}
