/** What docs/problems.md says about a code. Markdown; whole sentences in `cause` and `cure`. */
export interface CodeEntry {
  readonly title: string;
  readonly cause: string;
  readonly cure: string;
}

/** Entries by their codes; their type has the codes, and not all the texts. */
export function codeEntries<Code extends string>(
  entries: Readonly<Record<Code, CodeEntry>>,
): Readonly<Record<Code, CodeEntry>> {
  return entries;
}
