import type { KnownSite } from "./known-site.js";
import type { KeyOrigin, Origins } from "./origins.js";
import type { LiteralSite } from "./sites.js";

/**
 * A spread leaves a mark in the literal it is part of, which says where its members came from; the
 * literal takes it out again before anybody sees it. So it does not matter what runs, throws or is
 * awaited in between.
 */
const marks: symbol[] = [];

function markOf(part: number): symbol {
  return (marks[part] ??= Symbol(`nixpawn spread ${part}`));
}

interface PropertiesMark {
  readonly source: object;
  /** Of its properties; a proxy would notice being asked again. */
  readonly names: readonly string[];
}

/** The same in an array, before the items of the spread. */
class ItemsMark {
  constructor(
    readonly source: object | undefined,
    readonly length: number,
  ) {}
}

/** What instrumented code calls. Each method gives back what the code would have had without it. */
export class Recorder {
  /** The last names of computed keys, by site and part. */
  readonly #names = new Map<number, Map<number, PropertyKey>>();

  constructor(
    private readonly sites: readonly KnownSite[],
    private readonly origins: Origins,
  ) {}

  functions(): Readonly<Record<string, (...given: never[]) => unknown>> {
    return {
      literal: (site: number, value: object) => this.#literal(site, value),
      spread: (part: number, value: unknown) => spread(part, value),
      spreadItems: (_part: number, value: Iterable<unknown>) => spreadItems(value),
      key: (site: number, part: number, key: unknown) => this.#key(site, part, key),
      assign: (site: number, target: Record<PropertyKey, unknown>, key: string, value: unknown) =>
        this.#assign(site, target, key, value),
      tag: (site: number, tag: unknown) => this.#tag(site, tag),
      thrown: (site: number, value: unknown) => this.#thrown(site, value),
      method: (owner: unknown, name: "assign" | "fromEntries") => this.#method(owner, name),
    };
  }

  #literal(number: number, value: object): object {
    const known = this.sites[number];
    if (known?.site.kind !== "literal") return value;
    const keys = Array.isArray(value)
      ? this.#items(known, known.site, value)
      : this.#properties(number, known, known.site, value as Record<PropertyKey, unknown>);
    const error = known.site.inFunction ? new Error() : undefined;
    this.origins.setObject(value, { place: known.place, keys, error });
    return value;
  }

  #items(known: KnownSite, { parts }: LiteralSite, value: unknown[]): Map<string, KeyOrigin> {
    const keys = new Map<string, KeyOrigin>();
    let index = 0;
    for (const part of parts) {
      if (part.kind === "hole") index += 1;
      else if (part.kind !== "spread") keys.set(String(index++), known.origin(part));
      else {
        const mark = value[index];
        if (!(mark instanceof ItemsMark)) continue;
        value.splice(index, 1);
        const from = mark.source === undefined ? undefined : this.origins.object(mark.source)?.keys;
        for (let item = 0; item < mark.length; item += 1) {
          keys.set(String(index++), from?.get(String(item)) ?? known.origin(part));
        }
      }
    }
    return keys;
  }

  #properties(
    number: number,
    known: KnownSite,
    { parts }: LiteralSite,
    value: Record<PropertyKey, unknown>,
  ): Map<string, KeyOrigin> {
    const keys = new Map<string, KeyOrigin>();
    const computed: [number, KeyOrigin][] = [];
    for (const [index, part] of parts.entries()) {
      if (part.kind === "hole") continue;
      const origin = known.origin(part);
      if (part.kind === "key") keys.set(part.name, origin);
      else if (part.kind === "computed") {
        const name = this.#names.get(number)?.get(index);
        if (typeof name === "string" && Object.hasOwn(value, name)) keys.set(name, origin);
        else computed.push([index, origin]);
      } else if (part.kind === "spread") {
        const mark = markOf(index);
        const spread = value[mark] as PropertiesMark | undefined;
        Reflect.deleteProperty(value, mark);
        if (spread === undefined) continue;
        const from = this.origins.object(spread.source)?.keys;
        for (const name of spread.names) keys.set(name, from?.get(name) ?? origin);
      }
    }
    // Calls of the same literal that overlap (async) know only the last name: the order must do.
    if (computed.length > 0) {
      const unknown = Object.keys(value).filter((name) => !keys.has(name));
      unknown.forEach((name, index) => {
        const [, origin] = computed[Math.min(index, computed.length - 1)] ?? [];
        if (origin !== undefined) keys.set(name, origin);
      });
    }
    return keys;
  }

  #key(site: number, part: number, key: unknown): PropertyKey {
    // What the literal itself would do with it, once.
    const name = typeof key === "symbol" ? key : (Reflect.ownKeys({ [key as string]: 0 })[0] ?? "");
    const names = this.#names.get(site) ?? new Map<number, PropertyKey>();
    this.#names.set(site, names.set(part, name));
    return name;
  }

  #assign(
    site: number,
    target: Record<PropertyKey, unknown>,
    key: string,
    value: unknown,
  ): unknown {
    target[key] = value;
    const known = this.sites[site];
    if (known?.site.kind === "assignment" && isObject(target)) {
      this.origins.setKey(target, key, {
        key: known.placeOf(known.site.key),
        value: known.placeOf(known.site.value),
      });
    }
    return value;
  }

  #tag(site: number, tag: unknown): unknown {
    const known = this.sites[site];
    if (typeof tag !== "function" || known === undefined) return tag;
    return (strings: TemplateStringsArray, ...values: unknown[]): unknown => {
      this.origins.setFragment(strings, (quasi, offset) => known.placeInQuasi(quasi, offset));
      return (tag as (...given: unknown[]) => unknown)(strings, ...values);
    };
  }

  #thrown(site: number, value: unknown): unknown {
    const known = this.sites[site];
    if (known !== undefined) this.origins.setThrown(value, known.place);
    return value;
  }

  #method(owner: unknown, name: "assign" | "fromEntries"): unknown {
    if (owner === Object && Object[name] === intrinsics[name]) {
      return name === "assign"
        ? (target: object, ...sources: unknown[]) => this.#objectAssign(target, sources)
        : (entries: Iterable<readonly [PropertyKey, unknown]>) => this.#fromEntries(entries);
    }
    const method = (owner as Record<string, unknown>)[name];
    return typeof method === "function" ? (method.bind(owner) as unknown) : method;
  }

  #objectAssign(target: object, sources: readonly unknown[]): object {
    const result = Object.assign(target, ...sources) as object;
    for (const source of sources) {
      if (!isObject(source)) continue;
      for (const [name, origin] of this.origins.object(source)?.keys ?? []) {
        this.origins.setKey(result, name, origin);
      }
    }
    return result;
  }

  #fromEntries(entries: Iterable<readonly [PropertyKey, unknown]>): object {
    const seen: unknown[] = [];
    const result = Object.fromEntries(remembering(entries, seen)) as object;
    for (const entry of seen) {
      const keys = isObject(entry) ? this.origins.object(entry)?.keys : undefined;
      const value = keys?.get("1");
      if (value === undefined) continue;
      const key = keys?.get("0")?.value;
      const name = String((entry as readonly [PropertyKey])[0]);
      this.origins.setKey(result, name, { ...value, ...(key === undefined ? {} : { key }) });
    }
    return result;
  }
}

const intrinsics = { assign: Object.assign, fromEntries: Object.fromEntries };

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

function spread(part: number, value: unknown): unknown {
  if (!isObject(value)) return value;
  const copy: Record<PropertyKey, unknown> = { ...value };
  const mark: PropertiesMark = { source: value, names: Object.keys(copy) };
  copy[markOf(part)] = mark;
  return copy;
}

function spreadItems(value: Iterable<unknown>): unknown[] {
  const items = [...value];
  return [new ItemsMark(isObject(value) ? value : undefined, items.length), ...items];
}

function* remembering<Entry>(entries: Iterable<Entry>, seen: unknown[]): Iterable<Entry> {
  for (const entry of entries) {
    seen.push(entry);
    yield entry;
  }
}
