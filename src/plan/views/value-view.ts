import { callSites } from "../../authoring/call-site.js";
import { peek } from "../../authoring/peek.js";
import { SiteError } from "../../authoring/site-error.js";
import { readProperty } from "../../nix/property.js";
import { isNixExpression, type CallSite } from "../../nix/value.js";
import { nearest } from "../../problems/nearest.js";
import type { Problem, ValuePath } from "../../problems/problem.js";
import { accessInWords } from "../../problems/value-path.js";
import { closedView, isModuleAt } from "./closed-view.js";
import { seenModules } from "../modules/module-view.js";
import { isPlainObject } from "../plain-object.js";
import { readValue } from "../names/read-value.js";
import { alternatives, schemaAt, type Schema } from "../schema/schema-walk.js";
import { isUserCode } from "../user-code.js";
import type { ValuePlaces } from "../value-places.js";

type Callee = (...given: never[]) => unknown;

/** A value of a container as another container reads it, and all that is in it. */
interface Viewed {
  /** The way to it, from the container's name. */
  readonly path: ValuePath;
  /** Other ways, of an object that stands in several places. */
  readonly also: ValuePath[];
  /** The value itself; asked for at every look. */
  readonly value: () => object;
  /** Of modules: what is known of them by name. */
  readonly named?: object;
  /** Whether there may be more in it than is known. */
  readonly isOpen?: boolean;
}

/**
 * Shows a container's values to the others. What is set can be listed, spread and read, and not
 * changed; a read of what is not there is a problem where it is read (NP070), for a text would say
 * "undefined", and an option that would not be there is none. An option that was left out gives
 * nixpkgs' default, where that is a value.
 */
export class ValueViews {
  readonly #valuePlaces: ValuePlaces;
  readonly #known = new WeakMap<object, { readonly view: object; readonly viewed?: Viewed }>();
  /** Expressions by the way to them: one that is used in several places was read in one. */
  readonly #read = new WeakMap<object, Map<string, unknown>>();

  constructor(valuePlaces: ValuePlaces) {
    this.#valuePlaces = valuePlaces;
  }

  /**
   * The view of a whole container, which is worked out at the first look into it: taking all of
   * them apart costs nothing.
   */
  ofContainer(name: string, value: () => object): object {
    return this.#viewOf({ path: [name], also: [], value }, {});
  }

  /** Where the config made the call that led to `callee`, whatever lies between. */
  siteOf(callee: Callee): CallSite | undefined {
    const sites = callSites(callee);
    return sites.find((one) => this.#valuePlaces.placeOf(one) !== undefined) ?? sites[0];
  }

  #of(value: unknown, path: ValuePath, also: readonly ValuePath[] = [], isOpen = false): unknown {
    const isList = Array.isArray(value);
    if ((typeof value !== "object" && typeof value !== "function") || value === null) return value;
    if (typeof value === "function" || isNixExpression(value))
      return this.#ofClosed(value, [path, ...also]);
    if (!isList && !isPlainObject(value)) return value;
    if (isOpen && !isList)
      return this.#viewOf({ path, also: [...also], value: () => value, isOpen }, {});
    const known = this.#known.get(value);
    if (known !== undefined) {
      if (known.viewed !== undefined) noteWays(known.viewed, [path, ...also]);
      return known.view;
    }
    const viewed = { path, also: [...also], value: () => value };
    const view = isList ? this.#ofList(value, path) : this.#viewOf(viewed, {});
    this.#known.set(value, isList ? { view } : { view, viewed });
    this.#lendOrigin(value, view);
    return view;
  }

  #lendOrigin(value: object, view: object): void {
    this.#valuePlaces.origins?.lend(value, view);
  }

  /** A function or an expression: what is in it is not known. */
  #ofClosed(value: object, paths: readonly [ValuePath, ...ValuePath[]]): unknown {
    const [path] = paths;
    if (path[1] !== "config") return value;
    const byPath = this.#read.get(value) ?? new Map<string, unknown>();
    this.#read.set(value, byPath);
    const key = JSON.stringify(paths);
    if (byPath.has(key)) return byPath.get(key);
    const refuse = (callee: Callee): never => {
      throw this.#closed(path, callee);
    };
    const isExpression = isNixExpression(value);
    const read = isExpression ? readValue(value, paths) : value;
    const isClosed = !isExpression || isModuleAt(path) || readProperty(value) !== undefined;
    const isModule = isExpression && isModuleAt(path) && readProperty(value) !== undefined;
    const named = isModule ? this.#named(value, path) : undefined;
    const view = isClosed ? closedView(read, refuse, named) : read;
    byPath.set(key, view);
    if (view !== value) this.#lendOrigin(value, view);
    return view;
  }

  /** A list of views, so that it stays a list for all that looks at lists. */
  #ofList(value: readonly unknown[], path: ValuePath): object {
    const items: unknown[] = [];
    value.forEach((item, index) => {
      items[index] = this.#of(item, [...path, index]);
    });
    items.length = value.length;
    const named = isModuleAt(path) ? { named: this.#named(value, path) } : {};
    return this.#viewOf({ path, also: [], value: () => items, ...named }, items);
  }

  /** What several modules say, as the view of one. */
  #named(modules: unknown, path: ValuePath): object {
    const { options, isOpen } = seenModules(modules);
    return this.#viewOf({ path, also: [], value: () => options, isOpen }, {});
  }

  #viewOf(viewed: Viewed, target: object): object {
    const isList = Array.isArray(target);
    const read = (key: string): unknown => {
      const { value, path, also } = viewed;
      const found = ownValue(value(), key);
      if (isList) return found;
      const others = also.map((one) => [...one, key]);
      const one = found ?? defaultOf(path, key) ?? found;
      return this.#of(one, [...path, key], others, viewed.isOpen);
    };
    const peekAt = (key: string | symbol): unknown => {
      if (typeof key === "symbol") return Reflect.get(viewed.value(), key);
      const found = read(key);
      if (found === undefined && viewed.named !== undefined && !(key in Array.prototype)) {
        return (Reflect.get(viewed.named, peek) as (name: string) => unknown)(key);
      }
      if (found === undefined) this.#refuseUnknown(viewed, key, peekAt);
      if (found === undefined && viewed.isOpen === true) throw this.#open(viewed.path, key, peekAt);
      return found;
    };
    /** What is copied may be null: that of a container's defaults would take its place. */
    let listed: PropertyKey | undefined;
    const getValue = (_target: object, key: string | symbol): unknown => {
      if (key === peek) return peekAt;
      if (typeof key === "symbol") {
        return key === Symbol.toPrimitive && isUserCode() && !isList
          ? this.#refuseText(viewed)
          : (Reflect.get(viewed.value(), key) as unknown);
      }
      const isCopied = listed === key;
      listed = undefined;
      const found = read(key);
      const isThere = found !== undefined && (found !== null || isGuest(viewed.path));
      if (isThere || isCopied) return found;
      const value = viewed.value();
      if (!isUserCode())
        return isList && key in value ? (Reflect.get(value, key) as unknown) : found;
      // What every object and every list has: `hasOwnProperty`, `map`.
      if (
        key === "toJSON" ||
        key === "then" ||
        key in (isList ? Array.prototype : Object.prototype)
      ) {
        if (!isList && (key === "toString" || key === "valueOf")) {
          return this.#refuseText(viewed);
        }
        return Reflect.get(value, key) as unknown;
      }
      if (viewed.named !== undefined && !/^\d+$/.test(key)) return Reflect.get(viewed.named, key);
      this.#refuseUnknown(viewed, key, getValue);
      if (viewed.isOpen === true && found === undefined) {
        throw this.#open(viewed.path, key, getValue);
      }
      throw this.#absent(viewed, key, found, getValue);
    };
    return new Proxy(target, {
      get: getValue,
      has: (_target, key) => {
        const value = viewed.value();
        if (isNixExpression(value)) return false;
        if (viewed.named !== undefined && typeof key === "string" && !Reflect.has(value, key)) {
          return Reflect.has(viewed.named, key);
        }
        if (viewed.isOpen === true && typeof key === "string" && isUserCode()) {
          if (read(key) === undefined) throw this.#open(viewed.path, key, getValue);
        }
        if (typeof key === "symbol" || isList) return Reflect.has(value, key);
        return (ownValue(value, key) ?? undefined) !== undefined || key in Object.prototype;
      },
      ownKeys: () => {
        const value = viewed.value();
        if (isList) return Reflect.ownKeys(value);
        return isNixExpression(value)
          ? []
          : Reflect.ownKeys(value).filter((key) => Reflect.get(value, key) !== undefined);
      },
      getOwnPropertyDescriptor: (_target, key) => {
        const value = viewed.value();
        if (isNixExpression(value)) return undefined;
        const descriptor = Reflect.getOwnPropertyDescriptor(value, key);
        if (descriptor === undefined || isList || typeof key === "symbol") return descriptor;
        listed = key;
        return {
          value: this.#of(Reflect.get(value, key), [...viewed.path, key]),
          enumerable: descriptor.enumerable ?? false,
          configurable: true,
        };
      },
      ...readOnly,
    });
  }

  #refuseUnknown({ path }: Viewed, key: string, callee: Callee): void {
    const known = namesAt(path);
    if (known === undefined || known.includes(key) || !isUserCode()) return;
    const guess = nearest(key, known);
    throw this.#error(callee, {
      code: "NP071",
      severity: "error",
      message: `\`${accessInWords(path)}\` has no option \`${key}\`: reading it gives \`undefined\``,
      ...(guess === undefined ? {} : { hint: `did you mean \`${guess}\`?` }),
    });
  }

  #absent({ path, value }: Viewed, key: string, found: unknown, callee: Callee): SiteError {
    const name = String(path[0]);
    const whole = accessInWords([...path, key]);
    if (isNixExpression(value())) {
      return this.#error(callee, {
        code: "NP070",
        severity: "error",
        message: `what \`${accessInWords(path)}\` sets is known to Nix alone: \`${whole}\` would be \`undefined\``,
        hint: `write container \`${name}\` as an object of options`,
      });
    }
    return this.#error(callee, {
      code: "NP070",
      severity: "error",
      message: `\`${whole}\` is not set: here it would be \`${String(found)}\``,
      hint: Array.isArray(value())
        ? `the list has ${String((value() as unknown[]).length)} items; ask with \`?.\` or \`??\` for one that may be missing`
        : `set it in container \`${name}\`, or ask first: \`${JSON.stringify(key)} in ${accessInWords(path)}\``,
    });
  }

  #closed(path: ValuePath, callee: Callee): SiteError {
    const whole = accessInWords(path);
    return this.#error(callee, {
      code: "NP070",
      severity: "error",
      message: `what \`${whole}\` sets is not known here: it is no object`,
      hint: `write \`${whole}\` as an object, or keep the value in a constant above the containers`,
    });
  }

  /** What may be in a module of which nothing is known. */
  #open(path: ValuePath, key: string, callee: Callee): SiteError {
    const whole = accessInWords(path.slice(0, 2));
    return this.#error(callee, {
      code: "NP070",
      severity: "error",
      message: `whether \`${accessInWords([...path, key])}\` is set is not known here: a module of \`${whole}\` is no object`,
      hint: `set it in an object of container \`${String(path[0])}\`, or keep the value in a constant above the containers`,
    });
  }

  #refuseText({ path }: Viewed): () => never {
    const refuse = (): never => {
      throw this.#error(refuse, {
        code: "NP072",
        severity: "error",
        message: `\`${accessInWords(path)}\` is an object, which has no text`,
        hint: "name the option that is meant",
      });
    };
    return refuse;
  }

  #error(callee: Callee, problem: Problem): SiteError {
    return new SiteError(problem, this.siteOf(callee));
  }
}

/** What a function would change in another container, that container would not have seen. */
export const readOnly = Object.fromEntries(
  ["set", "defineProperty", "deleteProperty", "setPrototypeOf", "preventExtensions"].map((trap) => [
    trap,
    () => {
      throw new TypeError("the other containers can only be read");
    },
  ]),
);

/** Who puts an object in more places than this meant the first ones. */
const mostWays = 20;

function noteWays({ path, also }: Viewed, ways: readonly ValuePath[]): void {
  const known = new Set([path, ...also].map((one) => JSON.stringify(one)));
  for (const one of ways) {
    if (also.length < mostWays && !known.has(JSON.stringify(one))) also.push(one);
  }
}

function ownValue(object: object, key: string): unknown {
  // What is in an expression is known to Nix alone, and it refuses to be asked.
  if (isNixExpression(object)) return undefined;
  return Object.hasOwn(object, key) ? (Reflect.get(object, key) as unknown) : undefined;
}

/** Whether it is in the container's own NixOS, where null is a value. */
function isGuest(path: ValuePath): boolean {
  return path[1] === "config" || path[1] === "specialArgs";
}

function schemasAt(path: ValuePath): readonly Schema[] {
  if (isGuest(path)) return [];
  const schema = schemaAt(path.slice(1));
  return schema === undefined ? [] : alternatives(schema);
}

/** The names of the options there, where there are no others. */
function namesAt(path: ValuePath): readonly string[] | undefined {
  const closed = schemasAt(path).find(({ properties }) => properties !== undefined);
  return closed?.properties === undefined ? undefined : Object.keys(closed.properties);
}

/** nixpkgs' default of an option that was left out. */
function defaultOf(path: ValuePath, key: string): unknown {
  for (const { properties } of schemasAt(path)) {
    const option =
      properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (option?.default !== undefined) return option.default;
  }
  return undefined;
}
