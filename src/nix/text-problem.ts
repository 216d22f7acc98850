/**
 * Why a text is no Nix string: Nix strings end at NUL and are UTF-8, which has no lone surrogates.
 * Undefined for every other text.
 */
export function textProblem(text: string): string | undefined {
  return badCharacter(text)?.problem;
}

/** The first character of a text that no Nix string, and no file of Nix, can have. */
export function badCharacter(
  text: string,
): { readonly problem: string; readonly offset: number } | undefined {
  if (!suspicious.test(text)) return undefined;
  const found = impossible.exec(text);
  if (found === null) return undefined;
  const problem =
    found[0] === "\0"
      ? "a NUL character, which no Nix string can hold"
      : "half of a surrogate pair, which is no character";
  return { problem, offset: found.index };
}

/** In a pattern with `u`, surrogates match only outside of a pair. */
const impossible = /\0|\p{Surrogate}/u;

/** Rules nearly every text out in one go. */
const suspicious = /[\0\ud800-\udfff]/;
