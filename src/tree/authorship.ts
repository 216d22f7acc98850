import { contentHash } from "../load/cache/content-hash.js";
import { readHeader, withoutSeals } from "../targets/header.js";
import { isListing } from "../targets/listing.js";
import { couldBecome, mergeConflict, sidesOf } from "./merge-conflict.js";

/** Who wrote a text that is on disk. */
export type Authorship =
  | { readonly kind: "ours" }
  /** It has nixpawn's header, and is not as nixpawn left it. */
  | { readonly kind: "edited" }
  | { readonly kind: "theirs" }
  | { readonly kind: "conflict"; readonly line: number };

/** What is known of a file beside its text. */
export interface Evidence {
  /** Relative to the output folder. */
  readonly path: string;
  /** What is to be written. */
  readonly wanted?: string;
  /** Of the manifest of an earlier version. */
  readonly hashes?: ReadonlySet<string> | undefined;
}

/** Whether a text may be replaced or removed without a loss: it, or each side of it, is generated. */
export function authorshipOf(given: string, evidence: Evidence): Authorship {
  const text = given.includes("\r") ? given.replace(/\r\n/g, "\n") : given;
  if (isWhole(text, given, evidence)) return { kind: "ours" };
  const wanted = evidence.wanted === undefined ? undefined : withoutSeals(evidence.wanted);
  const conflict = mergeConflict(withoutSeals(text));
  if (conflict !== undefined) {
    const sides = sidesOf(mergeConflict(text) ?? conflict);
    const mends =
      sides.every((side) => isWhole(side, side, evidence)) ||
      (wanted !== undefined && couldBecome(conflict, wanted));
    return mends ? { kind: "ours" } : { kind: "conflict", line: conflict.line };
  }
  // A merge that was ended by hand may have left the seal of either side.
  if (withoutSeals(text) === wanted) return { kind: "ours" };
  return {
    kind:
      readHeader(evidence.path, text) === undefined && evidence.hashes === undefined
        ? "theirs"
        : "edited",
  };
}

function isWhole(text: string, given: string, { path, hashes }: Evidence): boolean {
  if (hashes?.has(contentHash(text)) === true || hashes?.has(contentHash(given)) === true)
    return true;
  const header = readHeader(path, text);
  if (header === undefined) return false;
  return header.seal === "fits" || (header.seal === "none" && isListing(path, header.body));
}
