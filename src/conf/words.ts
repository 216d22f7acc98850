/**
 * A word of a list in the conf file: blanks, which end it, and the backslash are written as `\x20`,
 * `\x09` and `\x5c`.
 */
export function confWord(text: string): string {
  return text.replace(/[\\ \t]/g, (character) => escapes[character] ?? character);
}

/** A part of a word whose parts a comma ends: in the part itself it is written as `\x2c`. */
export function confPart(text: string): string {
  return confWord(text).replaceAll(",", "\\x2c");
}

const escapes: Readonly<Record<string, string>> = { "\\": "\\x5c", " ": "\\x20", "\t": "\\x09" };

/** The words of a value, each as it was before `confWord`. */
export function readConfWords(value: string): string[] {
  return value
    .split(/[ \t]+/)
    .filter((word) => word !== "")
    .map((word) =>
      word.replace(/\\x(20|09|5c|2c)/g, (_all, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      ),
    );
}

/**
 * A path as part of `--bind=`: systemd-nspawn ends it at a colon, and takes a backslash for its own. A
 * colon that is written `\\:` already, as nixpkgs needs it, means the same.
 */
export function bindPath(path: string): string {
  return path.replace(/\\:|[\\:]/g, (found) => (found === "\\:" ? found : `\\${found}`));
}
