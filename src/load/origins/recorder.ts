import type { KnownSite } from "./known-site.js";
import { tracedMethod } from "./object-methods.js";
import type { KeyOrigin, Origins } from "./origins.js";
import type { LiteralSite } from "./sites.js";
import { isObject, markItems, markProperties, takeItems, takeProperties } from "./spread-marks.js";

type AnyObject = Record<PropertyKey, unknown>;

/** How many literals know the calls that led to them: of data that is worked out, none is needed. */
const mostCalls = 50_000;

/** What instrumented code calls. Each method gives back what the code would have had without it. */
export class Recorder {
  #calls = 0;
  /** The last names of computed keys, by site and part. */
  readonly #names = new Map<number, Map<number, PropertyKey>>();

  constructor(
    private readonly sites: readonly KnownSite[],
    /** Values of JSON files. */
    private readonly values: readonly unknown[],
    private readonly origins: Origins,
  ) {}

  functions(): Readonly<Record<string, (...given: never[]) => unknown>> {
    return {
      literal: (site: number, value: object) => this.#literal(site, value),
      spread: (part: number, value: unknown) => markProperties(part, value),
      spreadItems: (_part: number, value: Iterable<unknown>) => markItems(value),
      key: (site: number, part: number, key: unknown) => this.#key(site, part, key),
      assign: (site: number, target: AnyObject, key: unknown, value: unknown) =>
        this.#assign(site, target, key, value),
      json: (index: number) => this.values[index],
      tag: (site: number, tag: unknown) => this.#tag(site, tag),
      thrown: (site: number, value: unknown) => this.#thrown(site, value),
      method: (owner: unknown, name: "assign" | "fromEntries") =>
        tracedMethod(owner, name, this.origins),
    };
  }

  #literal(number: number, value: object): object {
    const known = this.sites[number];
    if (known?.site.kind !== "literal") return value;
    const keys = Array.isArray(value)
      ? this.#items(known, known.site, value)
      : this.#properties(number, known, known.site, value as AnyObject);
    const error = known.site.inFunction && this.#calls++ < mostCalls ? new Error() : undefined;
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
        const spread = takeItems(index, value);
        if (spread === undefined) continue;
        const { source } = spread;
        const from = source === undefined ? undefined : this.#keysOf(source, known.origin(part));
        for (let item = 0; item < spread.length; item += 1) {
          keys.set(String(index++), from?.(String(item)) ?? known.origin(part));
        }
      }
    }
    return keys;
  }

  /** Where the parts of what is spread were written; of another container's, where they were read, too. */
  #keysOf(source: object, { value }: KeyOrigin): (name: string) => KeyOrigin | undefined {
    const keys = this.origins.object(source)?.keys;
    const isLent = this.origins.isLent(source);
    return (name) => {
      const found = keys?.get(name);
      return found === undefined || !isLent ? found : { ...found, read: value };
    };
  }

  #properties(
    number: number,
    known: KnownSite,
    { parts }: LiteralSite,
    value: AnyObject,
  ): Map<string, KeyOrigin> {
    const keys = new Map<string, KeyOrigin>();
    const computed: KeyOrigin[] = [];
    for (const [index, part] of parts.entries()) {
      if (part.kind === "hole") continue;
      const origin = known.origin(part);
      if (part.kind === "key") keys.set(part.name, origin);
      else if (part.kind === "computed") {
        const name = this.#names.get(number)?.get(index);
        if (typeof name === "string" && Object.hasOwn(value, name)) keys.set(name, origin);
        else computed.push(origin);
      } else if (part.kind === "spread") {
        const spread = takeProperties(index, value);
        if (spread === undefined) continue;
        const from = this.#keysOf(spread.source, origin);
        for (const name of spread.names) keys.set(name, from(name) ?? origin);
      }
    }
    // Calls of the same literal that overlap (async) know only the last name: the order must do.
    if (computed.length > 0) {
      const unknown = Object.keys(value).filter((name) => !keys.has(name));
      unknown.forEach((name, index) => {
        const origin = computed[Math.min(index, computed.length - 1)];
        if (origin !== undefined) keys.set(name, origin);
      });
    }
    return keys;
  }

  #key(site: number, part: number, key: unknown): PropertyKey {
    const name = propertyKey(key);
    const names = this.#names.get(site) ?? new Map<number, PropertyKey>();
    this.#names.set(site, names.set(part, name));
    return name;
  }

  #assign(number: number, target: AnyObject, key: unknown, value: unknown): unknown {
    // What has no properties throws before the name is worked out.
    const name = isObject(target) ? propertyKey(key) : (key as PropertyKey);
    target[name] = value;
    const known = this.sites[number];
    if (known?.site.kind === "assignment" && isObject(target)) {
      this.origins.setKey(target, String(name), {
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
}

/** What the language makes of a value that stands for the name of a property; asks it once. */
function propertyKey(value: unknown): string | symbol {
  if (typeof value === "symbol" || typeof value === "string") return value;
  return Reflect.ownKeys({ [value as string]: 0 })[0] ?? "";
}
