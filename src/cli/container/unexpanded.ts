/** systemd puts in the values of variables where a `$` stands alone (systemd.service(5)). */
export function unexpanded(word: string): string {
  return word.replaceAll("$", "$$$$");
}
