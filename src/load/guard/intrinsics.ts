/** What the language itself consists of, and what Node adds that code depends on. */
const names: readonly string[] = [
  ..."Object Function Array String Number Boolean BigInt Symbol RegExp Date Error TypeError".split(
    " ",
  ),
  ..."Map Set WeakMap WeakSet Promise Proxy Uint8Array Buffer JSON Math Reflect process".split(" "),
  ..."setTimeout setImmediate clearTimeout queueMicrotask".split(" "),
];

/** Names that the language asks any object for: one that all have changes what all of them mean. */
const asked: readonly PropertyKey[] = [
  ...["get", "set", "value", "writable", "enumerable", "configurable", "then", "toJSON"],
  ...Object.getOwnPropertyNames(Symbol)
    .map((name) => Reflect.get(Symbol, name) as unknown)
    .filter((one) => typeof one === "symbol"),
];

/** The symbols that every object may be asked for, by their names: `Symbol.iterator`. */
const symbolNames: readonly (readonly [symbol: symbol, name: string])[] =
  Object.getOwnPropertyNames(Symbol).flatMap((name) => {
    const one = Reflect.get(Symbol, name) as unknown;
    return typeof one === "symbol" ? [[one, `Symbol.${name}`] as const] : [];
  });

/** Packages set them to show positions of their own; they are put back without a word. */
const quiet: readonly PropertyKey[] = ["prepareStackTrace", "stackTraceLimit"];

/** A property of the language's own objects that a config changed. */
export interface ChangedIntrinsic {
  readonly object: object;
  readonly key: PropertyKey;
  /** `Array.prototype.map` */
  readonly name: string;
  /** `Array.prototype` */
  readonly holder: string;
  /** The key in words: `map`, `Symbol.iterator`. */
  readonly label: string;
}

interface Holder {
  readonly name: string;
  readonly object: object;
}

interface State extends Holder {
  readonly prototype: object | null;
  readonly keys: readonly PropertyKey[];
  readonly descriptors: readonly PropertyDescriptor[];
}

/* eslint-disable @typescript-eslint/prefer-for-of -- what a loop asks of lists may have been changed */

// What this file needs itself, whatever is done to it elsewhere.
const { getOwnPropertyDescriptor, defineProperty, deleteProperty } = Reflect;
const { get, ownKeys, getPrototypeOf, setPrototypeOf } = Reflect;

/** How they were when they were first looked at, before any config ran. */
let states: readonly State[] | undefined;

/**
 * Notes how the language's own objects are.
 * @returns puts them back, and says what was different. New names that disturb nobody
 *   (`String.prototype.red`) are left.
 */
export function noteIntrinsics(): () => ChangedIntrinsic[] {
  states ??= allHolders().map(stateOf);
  const noted = states;
  // None of the language's functions may be what they were: here are loops and operators only.
  return () => {
    const changed: ChangedIntrinsic[] = [];
    for (let index = 0; index < noted.length; index += 1) {
      const state = noted[index];
      if (state !== undefined) restore(state, changed);
    }
    return changed;
  };
}

function allHolders(): Holder[] {
  const found: Holder[] = [];
  const add = (name: string, object: unknown): void => {
    if ((typeof object === "object" && object !== null) || typeof object === "function") {
      found.push({ name, object });
    }
  };
  // It comes first: what all objects inherit is put back before anything else is compared.
  add("Object.prototype", Object.prototype);
  for (const name of names) {
    const value: unknown = Reflect.get(globalThis, name);
    if (value !== process) add(name, value);
    if (typeof value === "function" && value !== Object)
      add(`${name}.prototype`, Reflect.get(value, "prototype"));
  }
  const iterators = [[], new Map(), new Set(), ""].map((one) => one[Symbol.iterator]() as object);
  for (const one of iterators) add("Iterator", getPrototypeOf(one));
  add("Iterator.prototype", getPrototypeOf(getPrototypeOf(iterators[0] ?? {}) ?? {}));
  add("TypedArray.prototype", getPrototypeOf(Uint8Array.prototype));
  add("globalThis", globalThis);
  return found;
}

function stateOf({ name, object }: Holder): State {
  const isGlobal = object === globalThis;
  const keys: PropertyKey[] = [];
  const descriptors: PropertyDescriptor[] = [];
  for (const key of isGlobal ? names : ownKeys(object)) {
    const descriptor = isGlobal ? globalOf(key) : getOwnPropertyDescriptor(object, key);
    if (descriptor === undefined) continue;
    keys.push(key);
    descriptors.push(descriptor);
  }
  return { name, object, prototype: getPrototypeOf(object), keys, descriptors };
}

/** Some of Node's globals have accessors, which give what was last set. */
function globalOf(key: PropertyKey): PropertyDescriptor | undefined {
  const descriptor = descriptorOf(globalThis, key);
  if (descriptor?.get === undefined) return descriptor;
  const value: unknown = get(globalThis, key);
  return bare({ value, enumerable: false, writable: true, configurable: true });
}

/** It inherits nothing, whatever objects are made to inherit. */
function descriptorOf(object: object, key: PropertyKey): PropertyDescriptor | undefined {
  const descriptor = getOwnPropertyDescriptor(object, key);
  return descriptor === undefined ? undefined : bare(descriptor);
}

function bare(descriptor: PropertyDescriptor): PropertyDescriptor {
  setPrototypeOf(descriptor, null);
  return descriptor;
}

function restore(state: State, changed: ChangedIntrinsic[]): void {
  const { name, object, prototype, keys, descriptors } = state;
  const tell = (key: PropertyKey): void => {
    const label = labelOf(key);
    const whole = typeof key === "string" ? `.${label}` : `[${label}]`;
    const shown = object === globalThis && typeof key === "string" ? label : `${name}${whole}`;
    // An assignment would go through what may be changed.
    defineProperty(changed, changed.length, {
      __proto__: null,
      value: { object, key, name: shown, holder: name, label },
      writable: true,
      enumerable: true,
      configurable: true,
    } as PropertyDescriptor);
  };
  if (getPrototypeOf(object) !== prototype) {
    tell("__proto__");
    setPrototypeOf(object, prototype);
  }
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index];
    const before = descriptors[index];
    if (key === undefined || before === undefined) continue;
    // Nearly always: what has the same value needs no closer look.
    if (before.get === undefined && before.set === undefined && object !== globalThis) {
      if (get(object, key) === before.value) continue;
    }
    const now = object === globalThis ? globalOf(key) : getOwnPropertyDescriptor(object, key);
    const same = now?.value === before.value && now?.get === before.get && now?.set === before.set;
    // NaN is one of them.
    if (same || (now !== undefined && before.value !== before.value)) continue;
    if (!isAmong(quiet, key)) tell(key);
    defineProperty(object, key, bare(before));
  }
  if (object === globalThis) return;
  const present = ownKeys(object);
  if (present.length === keys.length) return;
  for (let index = 0; index < present.length; index += 1) {
    const key = present[index];
    if (key === undefined || isAmong(keys, key)) continue;
    if (!isAmong(quiet, key)) {
      if (!disturbs(name, object, key)) continue;
      tell(key);
    }
    deleteProperty(object, key);
  }
}

function labelOf(key: PropertyKey): string {
  if (typeof key !== "symbol") return `${key}`;
  for (let index = 0; index < symbolNames.length; index += 1) {
    const known = symbolNames[index];
    if (known?.[0] === key) return known[1];
  }
  return "Symbol";
}

/** Whether a new property changes what other objects are. */
function disturbs(name: string, object: object, key: PropertyKey): boolean {
  if (isAmong(asked, key)) return true;
  if (name !== "Object.prototype") return false;
  const descriptor = descriptorOf(object, key);
  const isPlain = typeof descriptor?.value !== "function" && descriptor?.writable !== undefined;
  return descriptor?.enumerable === true || isPlain;
}

function isAmong(keys: readonly PropertyKey[], key: PropertyKey): boolean {
  for (let index = 0; index < keys.length; index += 1) if (keys[index] === key) return true;
  return false;
}
