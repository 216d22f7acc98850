/** A text as one word of a POSIX shell, with quotes only where it needs them: for hints. */
export function shellWord(text: string): string {
  return /^[\w./@%+=:,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
