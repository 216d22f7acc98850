import { argumentsOf } from "../../nix/property.js";
import { isNixExpression, nixExpression, type CallSite } from "../../nix/value.js";
import type { Place, RelatedPlace, ValuePath } from "../../problems/problem.js";
import type { HintAt } from "../operators/told.js";
import { stackSites } from "./source-places.js";

/** Where a property or item was written. */
export interface KeyOrigin {
  readonly key?: Place;
  readonly value: Place;
  /** Where a constant that the value names has its literal. */
  readonly constant?: Place;
  /** Where the value was read of another container, whose literal it stands in. */
  readonly read?: Place;
}

/** Where an object or array was written. */
export interface ObjectOrigin {
  readonly place: Place;
  readonly keys: Map<string, KeyOrigin>;
  /** Made with it inside of a function: its stack has the calls that led there. */
  readonly error?: Error | undefined;
}

/** What is known of a whole value: its place, and what else to look at. */
export interface Located {
  readonly place: Place;
  readonly related: readonly RelatedPlace[];
  /** Whether it is the place of that very value, not of one around it. */
  readonly isExact?: boolean;
}

/** Where the values of a traced config were written. */
export class Origins {
  readonly #objects = new WeakMap<object, ObjectOrigin>();
  /** What a container shows of itself to others. */
  readonly #lent = new WeakSet<object>();
  /** What functions of the config returned, so that paths lead through them. */
  readonly #results = new WeakMap<object, unknown>();
  readonly #fragments = new WeakMap<object, (quasi: number, offset: number) => Place>();
  readonly #thrownObjects = new WeakMap<object, Place>();
  readonly #thrownValues = new Map<unknown, Place>();
  /** What to write in place of what computes with Nix expressions. */
  hintAt: HintAt | undefined;
  #placeOf: (site: CallSite | undefined) => Place | undefined = () => undefined;

  /** Sets how positions of running code become places. */
  setPlaces(placeOf: (site: CallSite | undefined) => Place | undefined): void {
    this.#placeOf = placeOf;
  }

  object(value: object): ObjectOrigin | undefined {
    return this.#objects.get(value);
  }

  setObject(value: object, origin: ObjectOrigin): void {
    this.#objects.set(value, origin);
  }

  /** Gives what stands for a value in other containers the value's own origin. */
  lend(value: object, view: object): void {
    this.#lent.add(view);
    const origin = this.#objects.get(value);
    if (origin !== undefined) this.#objects.set(view, origin);
  }

  isLent(value: object): boolean {
    return this.#lent.has(value);
  }

  /** Records one property of an object that may have no origin of its own. */
  setKey(value: object, key: string, origin: KeyOrigin): void {
    const known = this.#objects.get(value);
    if (known === undefined) {
      this.#objects.set(value, { place: origin.value, keys: new Map([[key, origin]]) });
    } else known.keys.set(key, origin);
  }

  setResult(callback: object, result: unknown): void {
    this.#results.set(callback, result);
  }

  /** What stands for a value: of a function that was called, what it returned. */
  through(value: unknown): unknown {
    return typeof value === "function" ? (this.#results.get(value) ?? value) : value;
  }

  /** In what the next step of a path is: of a reference, all that it is applied to. */
  into(value: unknown): unknown {
    const inner = this.through(value);
    try {
      if (!isNixExpression(inner)) return inner;
      const source = inner[nixExpression];
      return source.kind === "reference" ? argumentsOf(source) : inner;
    } catch {
      // A proxy may refuse to say what it is.
      return inner;
    }
  }

  setFragment(strings: object, place: (quasi: number, offset: number) => Place): void {
    this.#fragments.set(strings, place);
  }

  /** The place of an offset in the raw text of a template. */
  fragment(strings: object, quasi: number, offset: number): Place | undefined {
    return this.#fragments.get(strings)?.(quasi, offset);
  }

  /** Records where a value was last thrown; what is no Error has no stack to say so. */
  setThrown(value: unknown, place: Place): void {
    if (typeof value === "object" && value !== null) this.#thrownObjects.set(value, place);
    else this.#thrownValues.set(value, place);
  }

  thrownAt(value: unknown): Place | undefined {
    return typeof value === "object" && value !== null
      ? this.#thrownObjects.get(value)
      : this.#thrownValues.get(value);
  }

  /** For objects that nixpawn makes itself: `target[key]` was written where `source[sourceKey]` was. */
  inherit(target: object, key: string, source: object, sourceKey = key): void {
    const from = this.#objects.get(source);
    const origin = from?.keys.get(sourceKey);
    if (origin !== undefined) this.#setKeyOf(target, key, origin, from?.place ?? origin.value);
  }

  #setKeyOf(target: object, key: string, origin: KeyOrigin, place: Place): void {
    const known = this.#objects.get(target);
    // What wins a merge is what a missing option would be added to.
    const keys = known?.keys ?? new Map<string, KeyOrigin>();
    keys.set(key, origin);
    this.#objects.set(target, { place, keys });
  }

  /**
   * The place of the value at `path` below `root`; of its key with `atKey`; of the literal that
   * lacks it, when it is missing; of the nearest value around it that is known, else.
   */
  locate(root: object, path: ValuePath, atKey = false): Located | undefined {
    let best: Located | undefined;
    let current: unknown = root;
    let outer = this.#objects.get(root);
    for (const [index, step] of path.entries()) {
      if (typeof current !== "object" || current === null) break;
      const key = String(step);
      const last = index === path.length - 1;
      const origin = outer?.keys.get(key);
      const next = this.into(read(current, key));
      const inner = typeof next === "object" && next !== null ? this.#objects.get(next) : undefined;
      if (next === undefined && origin === undefined) {
        best =
          outer === undefined ? best : { place: startOf(outer.place), related: this.#calls(outer) };
        break;
      }
      const place =
        last && atKey ? (origin?.key ?? origin?.value) : (inner?.place ?? origin?.value);
      if (place !== undefined) {
        const related = [...constantOf(origin), ...this.#calls(inner ?? outer)];
        best = { place, related, isExact: last };
      } else if (origin === undefined && inner === undefined) break;
      current = next;
      outer = inner;
    }
    return best;
  }

  /** The same of a value that was read of another container: where it was read comes first. */
  locateRead(root: object, path: ValuePath): Located | undefined {
    const found = this.locate(root, path);
    const read = this.#readOn(root, path);
    if (found === undefined || read === undefined) return found;
    // An expression is no object with a place of its own.
    if (JSON.stringify(found.place) === JSON.stringify(read)) return found;
    const written = { message: "the value is written here", place: found.place };
    return { ...found, place: read, related: [written, ...found.related] };
  }

  #readOn(root: object, path: ValuePath): Place | undefined {
    let current: unknown = root;
    for (const step of path) {
      if (typeof current !== "object" || current === null) return undefined;
      const origin = this.#objects.get(current)?.keys.get(String(step));
      if (origin?.read !== undefined) return origin.read;
      current = this.into(read(current, String(step)));
      const isLent = typeof current === "object" && current !== null && this.#lent.has(current);
      if (isLent) return origin?.value;
    }
    return undefined;
  }

  /** The calls that led to an object made in a function. */
  #calls(origin: ObjectOrigin | undefined): RelatedPlace[] {
    const places = stackSites(origin?.error?.stack)
      .map((site) => this.#placeOf(site))
      .filter((place) => place !== undefined);
    // The first is the function that holds the literal itself.
    return places.slice(1, 4).map((place) => ({ message: "made by this call", place }));
  }
}

/** A property as far as it can be read: getters and proxies may throw. */
function read(object: object, key: string): unknown {
  try {
    return Object.hasOwn(object, key) ? (object as Record<string, unknown>)[key] : undefined;
  } catch {
    return undefined;
  }
}

function constantOf(origin: KeyOrigin | undefined): RelatedPlace[] {
  return origin?.constant === undefined
    ? []
    : [{ message: "the value is written here", place: origin.constant }];
}

/** A whole literal is too much to underline for what it lacks: its first character stands for it. */
function startOf(place: Place): Place {
  return {
    file: place.file,
    start: place.start,
    end: { line: place.start.line, column: place.start.column + 1 },
  };
}
