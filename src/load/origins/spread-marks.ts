/**
 * A spread leaves a mark in the literal it is part of, which says where its members came from; the
 * literal takes it out again before anybody sees it. So it does not matter what runs, throws or is
 * awaited in between.
 */
export interface PropertiesMark {
  readonly source: object;
  /** Of its properties; a proxy would notice being asked again. */
  readonly names: readonly string[];
}

/** The same in an array, before the items of the spread. */
export class ItemsMark {
  constructor(
    readonly source: object | undefined,
    readonly length: number,
  ) {}
}

const marks: symbol[] = [];

function markOf(part: number): symbol {
  return (marks[part] ??= Symbol(`nixpawn spread ${part}`));
}

export function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** What an object literal spreads in place of a value, as its part of that number. */
export function markProperties(part: number, value: unknown): unknown {
  if (!isObject(value)) return value;
  const copy: Record<PropertyKey, unknown> = { ...value };
  const mark: PropertiesMark = { source: value, names: Object.keys(copy) };
  copy[markOf(part)] = mark;
  return copy;
}

/** Takes the mark of a part out of an object literal. */
export function takeProperties(
  part: number,
  literal: Record<PropertyKey, unknown>,
): PropertiesMark | undefined {
  const mark = literal[markOf(part)] as PropertiesMark | undefined;
  Reflect.deleteProperty(literal, markOf(part));
  return mark;
}

/** What an array literal spreads in place of a value. */
export function markItems(value: Iterable<unknown>): unknown[] {
  const items = [...value];
  return [new ItemsMark(isObject(value) ? value : undefined, items.length), ...items];
}

/** Takes the mark at an index out of an array literal. */
export function takeItems(index: number, literal: unknown[]): ItemsMark | undefined {
  const mark = literal[index];
  if (!(mark instanceof ItemsMark)) return undefined;
  literal.splice(index, 1);
  return mark;
}
