/** Words that the lexer of Nix never reads as an identifier, plus `or`, whose meaning depends. */
const keywords: ReadonlySet<string> = new Set([
  "assert",
  "else",
  "if",
  "in",
  "inherit",
  "let",
  "or",
  "rec",
  "then",
  "with",
]);

const identifierPattern = /^[a-zA-Z_][a-zA-Z0-9_'-]*$/;

/** Whether a name can be written as a variable or an attribute without quotes. */
export function isIdentifier(name: string): boolean {
  return identifierPattern.test(name) && !keywords.has(name);
}

/** Whether a word has a meaning of its own in Nix. */
export function isKeyword(word: string): boolean {
  return keywords.has(word);
}
