import { SiteError } from "../authoring/site-error.js";
import { isNixExpression, type CallSite } from "../nix/value.js";
import { ProblemError, type Problem } from "../problems/problem.js";
import { callUser } from "./call-user.js";
import { isUnderProperty } from "./views/container-parts.js";
import { containerView } from "./views/container-view.js";
import { containersView, viewsOf } from "./views/containers-view.js";
import { mergeDefaults } from "./defaults/defaults.js";
import { mergeUnderProperty } from "./defaults/defaults-under-conditions.js";
import type { Definition } from "./definition.js";
import { shortly } from "./schema/expectation.js";
import { isPlainObject } from "./plain-object.js";
import { unreadable } from "./unreadable.js";
import { refuseTooMany } from "./count-values.js";
import { asNixpawn } from "./user-code.js";
import { ValueViews } from "./views/value-view.js";
import type { ValuePlaces } from "./value-places.js";

export interface ResolvedSpecs {
  /** By name, in the order of the config; containers that could not be worked out are left out. */
  readonly specs: Readonly<Record<string, unknown>>;
  readonly problems: readonly Problem[];
}

/**
 * Works out every container: functions of `{ name, containers }` are called, each once and only
 * when a value of it is needed, and the defaults are laid under.
 */
export function resolveSpecs(definition: Definition, valuePlaces: ValuePlaces): ResolvedSpecs {
  const resolver = new Resolver(definition, valuePlaces);
  const specs: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  // Whoever depends on a container that failed fails with the same problem; once is enough.
  const problems = new Map<string, Problem>();
  for (const name of Object.keys(definition.containers)) {
    valuePlaces.origins?.inherit(specs, name, definition.containers);
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
  readonly #valuePlaces: ValuePlaces;
  readonly #done = new Map<string, unknown>();
  readonly #failed = new Map<string, ProblemError>();
  /** The containers being worked out, outermost first. */
  readonly #running: string[] = [];
  readonly #views: ReadonlyMap<string, object>;
  readonly #underConditions = new Map<string, object>();

  constructor(definition: Definition, valuePlaces: ValuePlaces) {
    this.#definition = definition;
    this.#valuePlaces = valuePlaces;
    this.#views = viewsOf(
      Object.keys(definition.containers),
      new ValueViews(valuePlaces),
      (name, site) => {
        const worked = this.resolve(name, site);
        return isUnderProperty(worked) ? this.#viewUnder(name, worked) : worked;
      },
    );
  }

  /** @param site where the config looks into it, if that is why */
  resolve(name: string, site: () => CallSite | undefined = () => undefined): unknown {
    if (this.#done.has(name)) return this.#done.get(name);
    const failure = this.#failed.get(name);
    if (failure !== undefined) throw failure;
    const start = this.#running.indexOf(name);
    if (start >= 0) throw circle([...this.#running.slice(start), name], site());
    this.#running.push(name);
    try {
      const value = asNixpawn(() => this.#workOut(name));
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
  #viewUnder(name: string, worked: unknown): object {
    const view = this.#underConditions.get(name) ?? containerView(worked).options;
    this.#underConditions.set(name, view);
    return view;
  }

  #workOut(name: string): unknown {
    const { containers } = this.#definition;
    const call = <Result>(what: string, made: () => Result): Result =>
      callUser(what, [name], made, this.#valuePlaces);
    // In a list: a promise here is no function's result, and left for the schema, too.
    const [written] = call(`reading container \`${name}\``, () => [containers[name]]);
    const own =
      typeof written === "function" && !isNixExpression(written)
        ? call(`the function of container \`${name}\``, () =>
            (written as (given: unknown) => unknown)({ name, containers: this.#viewFor(name) }),
          )
        : written;
    refuseTooMany(own, [name], this.#valuePlaces.origins);
    const low = this.#defaultsOf(name);
    refuseTooMany(low, [name], this.#valuePlaces.origins);
    // What is no object is left for the schema to complain about.
    if (low === undefined) return own;
    const { origins } = this.#valuePlaces;
    try {
      if (isUnderProperty(own)) {
        // When all of it is there, nothing of the defaults is that it says otherwise.
        this.#underConditions.set(name, mergeDefaults(low, containerView(own).options, undefined));
        return mergeUnderProperty(low, own, origins);
      }
      return isPlainObject(own) ? mergeDefaults(low, own, origins) : own;
    } catch (error) {
      const problems = [...unreadable(own, [name]), ...unreadable(low, [name])];
      throw problems.length === 0 ? error : new ProblemError(problems);
    }
  }

  #viewFor(reader: string): object {
    return containersView(reader, [...this.#views.keys()], this.#views);
  }

  #defaultsOf(name: string): Readonly<Record<string, unknown>> | undefined {
    const { settings } = this.#definition;
    const { defaults } = settings;
    if (typeof defaults !== "function") return defaults as Record<string, unknown> | undefined;
    const what = "the function of the defaults";
    const place = this.#valuePlaces.origins?.locate(settings, ["defaults"])?.place;
    const where = place === undefined ? {} : { place };
    let made: unknown;
    try {
      made = callUser(what, undefined, () => defaults(name), this.#valuePlaces);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      // It fails for every container, in one place.
      throw new ProblemError(error.problems.map((one) => ({ ...where, ...one })));
    }
    if (made === undefined || (isPlainObject(made) && !isNixExpression(made))) return made;
    const message = `${what} must return an object of options, not ${shortly(made)}`;
    throw new ProblemError([{ code: "NP055", severity: "error", message, ...where }]);
  }
}

/** What closes a circle is shown where it is read. */
function circle(members: readonly string[], site: CallSite | undefined): ProblemError {
  const way = members.map((one) => `\`${one}\``).join(" → ");
  const own = members.length === 2;
  const problem: Problem = {
    code: "NP051",
    severity: "error",
    message: `containers depend on each other in a circle: ${way}`,
    hint: own
      ? "keep the value in a constant above, and use it in both places; `Object.keys(containers)` lists the others alone"
      : "keep the value that both need in a constant above the containers, or read it in one of them alone",
    path: [members[0] ?? ""],
  };
  return new SiteError(problem, site);
}
