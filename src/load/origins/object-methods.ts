import type { Origins } from "./origins.js";
import { isObject } from "./spread-marks.js";

const intrinsics = { assign: Object.assign, fromEntries: Object.fromEntries };

/**
 * `Object.assign` or `Object.fromEntries`, which make objects whose parts were written elsewhere,
 * with origins for what they make.
 * @param owner what the program calls `Object`: it may be something else
 */
export function tracedMethod(
  owner: unknown,
  name: "assign" | "fromEntries",
  origins: Origins,
): unknown {
  if (owner === Object && Object[name] === intrinsics[name]) {
    return name === "assign"
      ? (target: object, ...sources: unknown[]) => assign(target, sources, origins)
      : (entries: Iterable<readonly [PropertyKey, unknown]>) => fromEntries(entries, origins);
  }
  const method = (owner as Record<string, unknown>)[name];
  return typeof method === "function" ? (method.bind(owner) as unknown) : method;
}

function assign(target: object, sources: readonly unknown[], origins: Origins): object {
  const result = Object.assign(target, ...sources) as object;
  for (const source of sources) {
    if (!isObject(source)) continue;
    for (const [name, origin] of origins.object(source)?.keys ?? []) {
      origins.setKey(result, name, origin);
    }
  }
  return result;
}

function fromEntries(entries: Iterable<readonly [PropertyKey, unknown]>, origins: Origins): object {
  const seen: unknown[] = [];
  const result = Object.fromEntries(remembering(entries, seen)) as object;
  for (const entry of seen) {
    const keys = isObject(entry) ? origins.object(entry)?.keys : undefined;
    const value = keys?.get("1");
    if (value === undefined) continue;
    const key = keys?.get("0")?.value;
    const name = String((entry as readonly [PropertyKey])[0]);
    origins.setKey(result, name, { ...value, ...(key === undefined ? {} : { key }) });
  }
  return result;
}

function* remembering<Entry>(entries: Iterable<Entry>, seen: unknown[]): Iterable<Entry> {
  for (const entry of entries) {
    seen.push(entry);
    yield entry;
  }
}
