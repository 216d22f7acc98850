import type { ClosureDifference } from "../nix/program/closure.js";

/** Less than this is no news of a package whose versions are the same, in bytes. */
const leastBytes = 8 * 2 ** 10;

/** What differs between two systems, a line for each package: `nginx: 1.28.0 -> 1.29.0, +1.2 MiB`. */
export function closureLines(differences: readonly ClosureDifference[]): string[] {
  return differences.flatMap(({ name, before, after, sizeDelta }) => {
    const [old, now] = [before.join(", "), after.join(", ")];
    const large = Math.abs(sizeDelta) >= leastBytes;
    const size = large ? [`${sizeDelta < 0 ? "-" : "+"}${sizeText(Math.abs(sizeDelta))}`] : [];
    const what = changeOf({ before, after, old, now });
    const words = [...(what === undefined ? [] : [what]), ...size];
    return words.length === 0 ? [] : [`${name}: ${words.join(", ")}`];
  });
}

/** In words; undefined where the versions are the same. Many paths have no version. */
function changeOf(given: {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly old: string;
  readonly now: string;
}): string | undefined {
  const { before, after, old, now } = given;
  if (before.length === 0) return `${now} added`.trimStart();
  if (after.length === 0) return `${old} removed`.trimStart();
  return old === now ? undefined : `${old} -> ${now}`;
}

function sizeText(bytes: number): string {
  return bytes < 2 ** 20
    ? `${(bytes / 2 ** 10).toFixed(0)} KiB`
    : `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
