/**
 * The name that a misspelt one most likely means: the candidate with the fewest insertions,
 * deletions, replacements and swaps of neighbours (Damerau-Levenshtein), if they are few.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    const edits =
      candidate.toLowerCase() === name.toLowerCase() ? 0.5 : distance(name, candidate, least);
    if (edits < least) [best, least] = [candidate, edits];
  }
  return best;
}

/** How many edits apart two names are; `limit` when they are that many or more. */
function distance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) >= limit) return limit;
  const width = right.length + 1;
  // The three last rows of the table, used in turn.
  const rows = [0, 1, 2].map(() => new Uint16Array(width)) as [
    Uint16Array,
    Uint16Array,
    Uint16Array,
  ];
  let [before, row, next] = rows;
  for (let j = 0; j < width; j += 1) row[j] = j;
  for (let i = 1; i <= left.length; i += 1) {
    const one = left.charCodeAt(i - 1);
    let least = i;
    next[0] = i;
    for (let j = 1; j < width; j += 1) {
      const other = right.charCodeAt(j - 1);
      const replaced = (row[j - 1] ?? 0) + (one === other ? 0 : 1);
      let edits = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, replaced);
      const swapped = i > 1 && j > 1 && one === right.charCodeAt(j - 2);
      if (swapped && left.charCodeAt(i - 2) === other) {
        edits = Math.min(edits, (before[j - 2] ?? 0) + 1);
      }
      next[j] = edits;
      if (edits < least) least = edits;
    }
    // A swap reaches back over one row, so two of them must be too far.
    if (least > limit) return limit;
    [before, row, next] = [row, next, before];
  }
  return Math.min(row[width - 1] ?? limit, limit);
}
