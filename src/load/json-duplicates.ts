/** A name that an object has twice: where it comes first, and where again. */
export interface Duplicate {
  readonly name: string;
  readonly first: number;
  readonly again: number;
}

const token = /"(?:[^"\\]|\\.)*"|[[\]{}:,]/gs;

/** Names that come twice in one object of a JSON text, where the first is lost without a word. */
export function jsonDuplicates(text: string): Duplicate[] {
  const found: Duplicate[] = [];
  /** The names of each object around, with their offsets; undefined for a list. */
  const around: (Map<string, number> | undefined)[] = [];
  let isName = false;
  for (const { 0: word, index } of text.matchAll(token)) {
    const names = around.at(-1);
    if (word === "{" || word === "[")
      around.push(word === "{" ? new Map<string, number>() : undefined);
    else if (word === "}" || word === "]") around.pop();
    else if (isName && names !== undefined && word.startsWith('"')) {
      const name = JSON.parse(word) as string;
      const first = names.get(name);
      if (first === undefined) names.set(name, index);
      else found.push({ name, first, again: index });
    }
    isName = word === "{" || word === ",";
  }
  return found;
}
