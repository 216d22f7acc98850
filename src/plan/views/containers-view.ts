import { callSite } from "../../authoring/call-site.js";
import { SiteError } from "../../authoring/site-error.js";
import type { CallSite } from "../../nix/value.js";
import { nearest } from "../../problems/nearest.js";
import { readOnly, type ValueViews } from "./value-view.js";

/** Works a container out. `site` says where the config looked into it. */
export type Resolve = (name: string, site: () => CallSite | undefined) => unknown;

/**
 * `containers` as the function of one container is given it: the other containers by name. Its own
 * name is there, too, for what is read later (in a function module), but is not listed: whoever
 * goes over all containers means the others.
 */
export function containersView(
  reader: string,
  names: readonly string[],
  views: ReadonlyMap<string, object>,
): object {
  const known = new Set(names);
  return new Proxy(
    {},
    {
      get: function getContainer(this: unknown, _target, name): unknown {
        if (typeof name === "symbol" || (name === "toJSON" && !known.has(name))) return undefined;
        if (!known.has(name)) {
          const guess = nearest(name, names);
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
      has: (_target, name) => typeof name === "string" && known.has(name),
      ownKeys: () => [...names],
      getOwnPropertyDescriptor: (_target, name) =>
        typeof name === "string" && known.has(name)
          ? { value: views.get(name), enumerable: name !== reader, configurable: true }
          : undefined,
      ...readOnly,
    },
  );
}

/** The views of all containers, by name. */
export function viewsOf(
  names: readonly string[],
  views: ValueViews,
  resolve: Resolve,
): ReadonlyMap<string, object> {
  return new Map(
    names.map((name) => {
      const value = (): object => {
        const worked = resolve(name, () => views.siteOf(value));
        const isObject =
          (typeof worked === "object" && worked !== null) || typeof worked === "function";
        return isObject ? worked : {};
      };
      return [name, views.ofContainer(name, value)];
    }),
  );
}
