/*
 * `${…}` of the shell in a string of Nix, to which it means something else, or nothing.
 */

/**
 * `${HOME:-/root}`, an address or a function to Nix; `${1}`, `${!name}`, `${name?word}` and
 * `${name//a/b}`, of which it has no text.
 */
const readable =
  /^\$\{(?:[A-Za-z_]\w*:[-+=?\d]|(?:\d+|![A-Za-z_]\w*|[A-Za-z_]\w*(?:\?|\/\/)[^\s{}]*)\}$)/;

/** Names, numbers and signs that the shell has a value for, and what it does with it. */
const expansion =
  /^\$\{[!#]?(?:[A-Za-z_]\w*|\d+|[-@*#?$!])(?:\[[^\]{}]*\])?(?:[-:#%/^,@+=?~][^{}]*)?\}/;

/** Whether an interpolation that Nix understands is one of the shell, to all appearance. */
export function isOfShell(interpolation: string): boolean {
  return readable.test(interpolation);
}

/** The expansion of the shell that a text which Nix does not understand starts with. */
export function shellExpansion(text: string): string | undefined {
  return expansion.exec(text)?.[0];
}

/** How it is written where it is meant as text. */
export function shellHint(interpolation: string): string {
  return `for the text, put it in as a value: \`\${"${shown(interpolation)}"}\``;
}

/** Without holes, escapes and quotes, it can be shown as it would be written. */
export function shown(interpolation: string): string {
  return /^[^\0"`\\]*$/.test(interpolation) ? interpolation : "${…}";
}
