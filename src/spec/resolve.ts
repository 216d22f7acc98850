import { callSite } from "../authoring/call-site.js";
import { SiteError } from "../authoring/site-error.js";
import { isNixExpression } from "../nix/value.js";
import { nearest } from "../problems/nearest.js";
import { ProblemError, type Problem } from "../problems/problem.js";
import { callUser } from "./call-user.js";
import { isUnderProperty } from "./container-parts.js";
import { containerView, type ContainerView } from "./container-view.js";
import { mergeDefaults } from "./defaults.js";
import { mergeUnderProperty } from "./defaults-under-conditions.js";
import type { Definition } from "./definition.js";
import { shortly } from "./expectation.js";
import { isPlainObject } from "./plain-object.js";
import { unreadable } from "./unreadable.js";
import type { Whereabouts } from "./whereabouts.js";

export interface ResolvedSpecs {
  /** By name, in the order of the config; containers that could not be worked out are left out. */
  readonly specs: Readonly<Record<string, unknown>>;
  readonly problems: readonly Problem[];
}

/**
 * Works out every container: functions of `{ name, containers }` are called, each once and only
 * when a value of it is needed, and the defaults are laid under.
 */
export function resolveSpecs(definition: Definition, whereabouts: Whereabouts): ResolvedSpecs {
  const resolver = new Resolver(definition, whereabouts);
  const specs: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  // Whoever depends on a container that failed fails with the same problem; once is enough.
  const problems = new Map<string, Problem>();
  for (const name of Object.keys(definition.containers)) {
    whereabouts.origins?.inherit(specs, name, definition.containers);
    try {
      specs[name] = resolver.resolve(name);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      for (const one of error.problems) {
        problems.set(JSON.stringify([one.code, one.message, one.path, one.place]), one);
      }
    }
  }
  return { specs, problems: [...problems.values()] };
}

class Resolver {
  readonly #definition: Definition;
  readonly #whereabouts: Whereabouts;
  readonly #done = new Map<string, unknown>();
  readonly #failed = new Map<string, ProblemError>();
  /** The containers being worked out, outermost first. */
  readonly #running: string[] = [];
  readonly #views: object;
  readonly #underConditions = new Map<string, ContainerView>();

  constructor(definition: Definition, whereabouts: Whereabouts) {
    this.#definition = definition;
    this.#whereabouts = whereabouts;
    this.#views = this.#viewOfAll();
  }

  resolve(name: string): unknown {
    if (this.#done.has(name)) return this.#done.get(name);
    const failure = this.#failed.get(name);
    if (failure !== undefined) throw failure;
    const start = this.#running.indexOf(name);
    if (start >= 0) throw circle([...this.#running.slice(start), name]);
    this.#running.push(name);
    try {
      const value = this.#workOut(name);
      this.#done.set(name, value);
      return value;
    } catch (error) {
      if (error instanceof ProblemError) this.#failed.set(name, error);
      throw error;
    } finally {
      this.#running.pop();
    }
  }

  /** What a container under a condition has when it is there; the same object each time. */
  #viewUnder(name: string, worked: unknown): ContainerView {
    const view = this.#underConditions.get(name) ?? containerView(worked);
    this.#underConditions.set(name, view);
    return view;
  }

  #workOut(name: string): unknown {
    const { containers } = this.#definition;
    const call = <Result>(what: string, made: () => Result): Result =>
      callUser(what, [name], made, this.#whereabouts);
    // In a list: a promise here is no function's result, and left for the schema, too.
    const [written] = call(`reading container \`${name}\``, () => [containers[name]]);
    const own =
      typeof written === "function" && !isNixExpression(written)
        ? call(`the function of container \`${name}\``, () =>
            (written as (given: unknown) => unknown)({ name, containers: this.#views }),
          )
        : written;
    const low = this.#defaultsOf(name);
    // What is no object is left for the schema to complain about.
    if (low === undefined) return own;
    const { origins } = this.#whereabouts;
    try {
      if (isUnderProperty(own)) return mergeUnderProperty(low, own, origins);
      return isPlainObject(own) ? mergeDefaults(low, own, origins) : own;
    } catch (error) {
      const problems = [...unreadable(own, [name]), ...unreadable(low, [name])];
      throw problems.length === 0 ? error : new ProblemError(problems);
    }
  }

  #defaultsOf(name: string): Readonly<Record<string, unknown>> | undefined {
    const { settings } = this.#definition;
    const { defaults } = settings;
    if (typeof defaults !== "function") return defaults as Record<string, unknown> | undefined;
    const what = "the function of the defaults";
    const place = this.#whereabouts.origins?.locate(settings, ["defaults"])?.place;
    const where = place === undefined ? {} : { place };
    let made: unknown;
    try {
      made = callUser(what, undefined, () => defaults(name), this.#whereabouts);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      // It fails for every container, in one place.
      throw new ProblemError(error.problems.map((one) => ({ ...where, ...one })));
    }
    if (made === undefined || (isPlainObject(made) && !isNixExpression(made))) return made;
    const message = `${what} must return an object of options, not ${shortly(made)}`;
    throw new ProblemError([{ code: "NP055", severity: "error", message, ...where }]);
  }

  #viewOfAll(): object {
    const { containers } = this.#definition;
    const views = new Map<string, object>();
    const all = new Proxy(
      {},
      {
        get: function getContainer(this: unknown, _target, name): unknown {
          if (typeof name === "symbol") return undefined;
          if (!Object.hasOwn(containers, name)) {
            const guess = nearest(name, Object.keys(containers));
            throw new SiteError(
              {
                code: "NP052",
                severity: "error",
                message: `there is no container \`${name}\``,
                ...(guess === undefined ? {} : { hint: `did you mean \`${guess}\`?` }),
              },
              callSite(getContainer),
            );
          }
          return views.get(name);
        },
        has: (_target, name) => Object.hasOwn(containers, name),
        ownKeys: () => Object.keys(containers),
        getOwnPropertyDescriptor: (_target, name) =>
          typeof name === "string" && Object.hasOwn(containers, name)
            ? { value: views.get(name), enumerable: true, configurable: true }
            : undefined,
        ...readOnly,
      },
    );
    for (const name of Object.keys(containers)) views.set(name, this.#viewOf(name));
    return all;
  }

  /** Works the container out at the first look into it, so that taking it apart costs nothing. */
  #viewOf(name: string): object {
    const value = (): object => {
      const worked = this.resolve(name);
      if (isUnderProperty(worked)) return this.#viewUnder(name, worked).options;
      return typeof worked === "object" && worked !== null ? worked : {};
    };
    return new Proxy(
      {},
      {
        get: (_target, key): unknown => Reflect.get(value(), key),
        has: (_target, key) => Reflect.has(value(), key),
        ownKeys: () => Reflect.ownKeys(value()),
        getOwnPropertyDescriptor: (_target, key) => {
          const descriptor = Reflect.getOwnPropertyDescriptor(value(), key);
          return descriptor && { ...descriptor, configurable: true };
        },
        ...readOnly,
      },
    );
  }
}

/** What a function would change in another container, that container would not have seen. */
const readOnly = Object.fromEntries(
  ["set", "defineProperty", "deleteProperty", "setPrototypeOf"].map((trap) => [
    trap,
    () => {
      throw new TypeError("the other containers can only be read");
    },
  ]),
);

function circle(members: readonly string[]): ProblemError {
  return new ProblemError([
    {
      code: "NP051",
      severity: "error",
      message: `containers depend on each other in a circle: ${members.map((one) => `\`${one}\``).join(" → ")}`,
      path: [members[0] ?? ""],
    },
  ]);
}
