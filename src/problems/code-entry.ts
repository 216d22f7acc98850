/** What docs/problems.md says about a code. Markdown; whole sentences in `cause` and `cure`. */
export interface CodeEntry {
  readonly title: string;
  readonly cause: string;
  readonly cure: string;
}
