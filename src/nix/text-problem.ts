/**
 * Why a text is no Nix string: Nix strings end at NUL and are UTF-8, which has no lone surrogates.
 * Undefined for every other text.
 */
export function textProblem(text: string): string | undefined {
  if (!suspicious.test(text)) return undefined;
  if (text.includes("\0")) return "a NUL character, which no Nix string can hold";
  if (loneSurrogate.test(text)) return "half of a surrogate pair, which is no character";
  return undefined;
}

/** In a pattern with `u`, surrogates match only outside of a pair. */
const loneSurrogate = /\p{Surrogate}/u;

/** Rules nearly every text out in one go. */
const suspicious = /[\0\ud800-\udfff]/;
