import type { Place } from "../../problems/problem.js";
import type { KeyOrigin } from "./origins.js";
import type { LiteralPart, Range, Site } from "./sites.js";
import type { SourceText } from "../../problems/text-position.js";

/** A site with the file it is in. Its places are worked out when they are first asked for. */
export class KnownSite {
  #place: Place | undefined;
  readonly #parts = new Map<LiteralPart, KeyOrigin>();

  /** @param source the text that the offsets of the site are in */
  constructor(
    readonly site: Site,
    private readonly file: string,
    private readonly source: SourceText,
  ) {}

  /** The place of the whole literal, or of what is thrown. */
  get place(): Place {
    const { site } = this;
    const range = "range" in site ? site.range : "value" in site ? site.value : ([0, 0] as const);
    return (this.#place ??= this.placeOf(range));
  }

  placeOf([start, end]: Range): Place {
    const { file, source } = this;
    return { file, start: source.positionAt(start), end: source.positionAt(end) };
  }

  /** The place of an offset in the raw text of a part of a template. */
  placeInQuasi(quasi: number, offset: number): Place {
    const start = this.site.kind === "template" ? (this.site.quasis[quasi] ?? 0) : 0;
    const { text } = this.source;
    let at = start;
    // In the raw text of a template a CRLF is one character.
    for (let left = offset; left > 0; left -= 1) at += text.startsWith("\r\n", at) ? 2 : 1;
    return { file: this.file, start: this.source.positionAt(at) };
  }

  /** Where a part of the literal was written. */
  origin(part: Exclude<LiteralPart, { readonly kind: "hole" }>): KeyOrigin {
    let origin = this.#parts.get(part);
    if (origin === undefined) {
      origin = {
        value: this.placeOf(part.value),
        ...("key" in part ? { key: this.placeOf(part.key) } : {}),
        ...("constant" in part ? { constant: this.placeOf(part.constant) } : {}),
      };
      this.#parts.set(part, origin);
    }
    return origin;
  }
}
