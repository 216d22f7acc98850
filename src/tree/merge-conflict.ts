/** A text as a merge left it: what both sides have, and what each has in the place of the other's. */
export interface MergeConflict {
  /** The line of the first marker, from 1. */
  readonly line: number;
  readonly parts: readonly MergePart[];
}

type MergePart = string | { readonly ours: string; readonly theirs: string };

const marker = /^(<{7,}|\|{7,}|={7,}|>{7,})(?: .*)?$/;

/** Undefined for a text without a whole conflict as git marks it, in any style of its. */
export function mergeConflict(text: string): MergeConflict | undefined {
  if (!text.includes("<<<<<<<")) return undefined;
  const parts: MergePart[] = [];
  let first: number | undefined;
  let side: "both" | "ours" | "base" | "theirs" = "both";
  const read = { both: "", ours: "", base: "", theirs: "" };
  const lines = text.split("\n");
  for (const [index, given] of lines.entries()) {
    const line = given.replace(/\r$/, "");
    const sign = marker.exec(line)?.[1]?.charAt(0);
    if (sign === "<" && side === "both") {
      first ??= index + 1;
      parts.push(read.both);
      read.both = "";
      side = "ours";
    } else if (sign === "|" && side === "ours") side = "base";
    else if (sign === "=" && (side === "ours" || side === "base")) side = "theirs";
    else if (sign === ">" && side === "theirs") {
      parts.push({ ours: read.ours, theirs: read.theirs });
      Object.assign(read, { ours: "", base: "", theirs: "" });
      side = "both";
    } else read[side] += index === lines.length - 1 ? line : `${line}\n`;
  }
  if (first === undefined || side !== "both") return undefined;
  return { line: first, parts: [...parts, read.both] };
}

/** The text of each side. */
export function sidesOf({ parts }: MergeConflict): readonly [ours: string, theirs: string] {
  const textOf = (side: "ours" | "theirs"): string =>
    parts.map((part) => (typeof part === "string" ? part : part[side])).join("");
  return [textOf("ours"), textOf("theirs")];
}

/**
 * Whether a text is one that the merge could have ended with: of each conflict one side, both, or
 * neither, and all else as it is. Then it is no loss to write it.
 */
export function couldBecome({ parts }: MergeConflict, text: string): boolean {
  let ends = new Set([0]);
  for (const part of parts) {
    const choices =
      typeof part === "string"
        ? [part]
        : [part.ours, part.theirs, part.ours + part.theirs, part.theirs + part.ours, ""];
    const next = new Set<number>();
    for (const end of ends) {
      for (const choice of choices) {
        if (text.startsWith(choice, end)) next.add(end + choice.length);
      }
    }
    ends = next;
  }
  return ends.has(text.length);
}
