import { Gap, type Document } from "./document.js";
import { flatRoom } from "./measure.js";

/**
 * Documents forced onto one line, or undefined when they hold a line break or take more than
 * `room` columns.
 */
export function flattened(
  documents: readonly Document[],
  room = Number.POSITIVE_INFINITY,
): Document[] | undefined {
  return flatRoom(documents, room, true) < 0 ? undefined : flatten(documents);
}

function flatten(documents: readonly Document[]): Document[] {
  return documents.flatMap((one): Document[] => {
    if (one.kind === "group") return flatten(one.content);
    if (one.kind !== "spacing") return [one];
    return one.spacing === Gap.break || one.spacing === Gap.softBreak
      ? []
      : [{ kind: "spacing", spacing: Gap.space }];
  });
}
