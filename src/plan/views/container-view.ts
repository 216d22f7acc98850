import type { ValuePath } from "../../problems/problem.js";
import { contentsOf, implies, isData, type Options, type Part } from "./container-parts.js";

/** A container's options as if all that is under conditions were there. */
export interface ContainerView {
  readonly options: Options;
  /** Where the value at a path of the options is written, as a path from the container's value. */
  written(path: ValuePath): ValuePath;
}

/** What each object or list that a view had to make is made of. */
type Sources = WeakMap<object, Map<string | number, ValuePath>>;

interface Written {
  readonly value: unknown;
  readonly path: ValuePath;
}

/** As deep as options go; what is deeper stays as it is. */
const deepest = 8;

/** The view of a whole container. */
export function containerView(container: unknown): ContainerView {
  if (isData(container)) return { options: container, written: (path) => path };
  return viewOf(contentsOf(container).parts);
}

/**
 * Views that together show every value: where several parts say different things of one option, one
 * view shows the last, another the one before.
 */
export function wholeViews(container: unknown): readonly ContainerView[] {
  if (isData(container)) return [containerView(container)];
  const { parts } = contentsOf(container);
  const most = Math.max(1, ...countByOption(parts).values());
  return Array.from({ length: most }, (_, skipped) => viewOf(parts, skipped));
}

/** A view for each part that there may be, with those that are there whenever it is. */
export function branchViews(container: unknown): readonly ContainerView[] {
  if (isData(container)) return [containerView(container)];
  const { parts } = contentsOf(container);
  const conditional = parts.filter(({ conditions }) => conditions.length > 0);
  if (conditional.length === 0) return wholeViews(container);
  return conditional.map((one) => viewOf(parts.filter((other) => implies(one, other))));
}

function countByOption(parts: readonly Part[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { options } of parts) {
    for (const name of Object.keys(options)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

function viewOf(parts: readonly Part[], skipped = 0): ContainerView {
  const sources: Sources = new WeakMap();
  const [only] = parts;
  const single = parts.length === 1 && only !== undefined;
  // What is stronger comes last and wins.
  const ordered = [...parts].sort((one, other) => other.priority - one.priority);
  const options = single
    ? only.options
    : together(
        ordered.map(({ options: value, path }) => ({ value, path })),
        sources,
        skipped,
        0,
      );
  const base = single ? only.path : [];
  return {
    options,
    written: (path) => writtenPath(options, base, path, sources),
  };
}

function together(
  given: readonly Written[],
  sources: Sources,
  skipped: number,
  depth: number,
): Record<string, unknown> {
  const merged: Record<string, unknown> = {};
  const from = new Map<string | number, ValuePath>();
  sources.set(merged, from);
  const values = new Map<string, Written[]>();
  for (const { value, path } of given) {
    for (const [key, inner] of Object.entries(value as Options)) {
      if (inner === undefined) continue;
      const same = values.get(key) ?? [];
      values.set(key, [...same, { value: inner, path: [...path, key] }]);
    }
  }
  for (const [key, all] of values) {
    const isConfig = depth === 0 && key === "config";
    const { value, path } = isConfig ? modules(all, sources) : one(all, sources, skipped, depth);
    // Assigning to `__proto__` would set the prototype.
    Object.defineProperty(merged, key, { value, enumerable: true, configurable: true });
    if (path !== undefined) from.set(key, path);
  }
  return merged;
}

function one(
  all: readonly Written[],
  sources: Sources,
  skipped: number,
  depth: number,
): Partial<Written> {
  if (all.length > 1 && depth < deepest) {
    if (all.every(({ value }) => isData(value))) {
      return { value: together(all, sources, skipped, depth + 1), path: all.at(-1)?.path ?? [] };
    }
    if (all.every(({ value }) => Array.isArray(value))) return concatenated(all, sources);
  }
  return all[Math.max(0, all.length - 1 - skipped)] ?? {};
}

/** Lists of several definitions follow each other. */
function concatenated(all: readonly Written[], sources: Sources): Written {
  const items: unknown[] = [];
  const from = new Map<string | number, ValuePath>();
  for (const { value, path } of all) {
    for (const [index, item] of (value as readonly unknown[]).entries()) {
      from.set(items.length, [...path, index]);
      items.push(item);
    }
  }
  sources.set(items, from);
  return { value: items, path: all.at(-1)?.path ?? [] };
}

/** Several definitions of `config` are as many modules. */
function modules(all: readonly Written[], sources: Sources): Written {
  const [only] = all;
  if (all.length === 1 && only !== undefined) return only;
  const value = all.map((each) => each.value);
  sources.set(value, new Map(all.map(({ path }, index) => [index, path])));
  return { value, path: all.at(-1)?.path ?? [] };
}

function writtenPath(
  options: Options,
  base: ValuePath,
  path: ValuePath,
  sources: Sources,
): ValuePath {
  let written = base;
  let current: unknown = options;
  for (const step of path) {
    const known =
      typeof current === "object" && current !== null ? sources.get(current) : undefined;
    written = known?.get(step) ?? [...written, step];
    current = isContainerOfValues(current) ? current[step] : undefined;
  }
  return written;
}

function isContainerOfValues(value: unknown): value is Readonly<Record<string | number, unknown>> {
  return typeof value === "object" && value !== null;
}
