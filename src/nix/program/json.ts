/** What Nix can print as JSON. */
export type NixJson =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly NixJson[]
  | { readonly [name: string]: NixJson };

/** Strings, to pass over them; long integers; and words that are no JSON. */
const token = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])|-?(?:nan|inf)\b/g;
const suspicious = /\d{16}|nan|inf/;

/**
 * Reads the JSON that Nix prints. An integer that no number holds exactly becomes a bigint.
 * Floats that are not finite are `null`: so newer versions print them, where Nix 2.8 prints `inf`.
 * @throws SyntaxError for anything else
 */
export function parseNixJson(text: string): NixJson {
  if (!suspicious.test(text)) return JSON.parse(text) as NixJson;
  // No string of the text can be taken for a mark: none is longer.
  const mark = "~".repeat(1 + Math.max(0, ...[...text.matchAll(/~+/g)].map(([run]) => run.length)));
  let marks = 0;
  const marked = text.replace(token, (word) => {
    if (word.startsWith('"')) return word;
    if (!/\d/.test(word)) return "null";
    if (Number.isSafeInteger(Number(word))) return word;
    marks += 1;
    return `"${mark}${word}"`;
  });
  if (marks === 0) return JSON.parse(marked) as NixJson;
  return JSON.parse(marked, (_name, value: NixJson) =>
    typeof value === "string" && value.startsWith(mark) ? BigInt(value.slice(mark.length)) : value,
  ) as NixJson;
}
