import { Gap, type Document } from "./document.js";

/** One way to lay a group out: `group` broken, all before and after it flat. */
export interface PriorityChoice {
  readonly before: readonly Document[];
  readonly group: readonly Document[];
  readonly after: readonly Document[];
  /** `after` as it will be printed, for the group to see how much room its last line needs. */
  readonly flatAfter: readonly Document[];
}

/** The priority groups of a group, those of its transparent groups included, in order. */
export function priorityChoices(content: readonly Document[]): readonly PriorityChoice[] {
  if (!hasPriority(content)) return [];
  const segments: { priority: boolean; content: readonly Document[] }[] = [];
  let plain: Document[] = [];
  const collect = (documents: readonly Document[]): void => {
    for (const one of documents) {
      if (one.kind === "group" && one.groupKind === "priority") {
        if (plain.length > 0) segments.push({ priority: false, content: plain });
        plain = [];
        segments.push({ priority: true, content: one.content });
      } else if (one.kind === "group" && one.groupKind === "transparent") {
        collect(one.content);
      } else {
        plain.push(one);
      }
    }
  };
  collect(content);
  if (plain.length > 0) segments.push({ priority: false, content: plain });
  return segments.flatMap((segment, index) => {
    if (!segment.priority) return [];
    const after = segments.slice(index + 1).flatMap((one) => one.content);
    return {
      before: segments.slice(0, index).flatMap((one) => one.content),
      group: segment.content,
      after,
      flatAfter: flattened(after),
    };
  });
}

function hasPriority(content: readonly Document[]): boolean {
  return content.some(
    (one) =>
      one.kind === "group" &&
      (one.groupKind === "priority" ||
        (one.groupKind === "transparent" && hasPriority(one.content))),
  );
}

/** The same with its own spacings flat; groups inside keep theirs. */
function flattened(documents: readonly Document[]): readonly Document[] {
  return documents.flatMap((one): Document[] => {
    if (one.kind !== "spacing") return [one];
    switch (one.spacing) {
      case Gap.line:
      case Gap.softLine:
        return [{ kind: "spacing", spacing: Gap.space }];
      case Gap.break:
      case Gap.softBreak:
        return [];
      default:
        return [one];
    }
  });
}
