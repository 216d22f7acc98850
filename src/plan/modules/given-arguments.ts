import { callSite } from "../../authoring/call-site.js";
import { patternKey, tellPattern } from "../../authoring/pattern-defaults.js";
import { reference } from "../../authoring/references.js";
import { SiteError } from "../../authoring/site-error.js";
import { isIdentifier } from "../../nix/names.js";
import type { Owner } from "../../nix/syntax.js";
import type { CallSite } from "../../nix/value.js";
import { isUserCode } from "../user-code.js";

/** What is known of the arguments of a module's function. */
export interface KnownArguments {
  readonly owner: Owner;
  /** Those that are passed on by a spread and told by a loop; every other can be asked for by name. */
  readonly names: ReadonlySet<string>;
  /** Whether there are others, whose names Nix alone knows. */
  readonly isOpen: boolean;
}

/**
 * The arguments of a module's function: a reference for each name. Spread or gone over, they are those
 * that are known; a module takes only those that it uses.
 * @param named the names that the function asks for are added
 */
export function givenArguments(known: KnownArguments, named: Set<string>): object {
  const { owner, names, isOpen } = known;
  /** What is copied along with all others was not asked for by name. */
  let listed: PropertyKey | undefined;
  return new Proxy<Record<string, unknown>>(
    {},
    {
      get: function argument(target, key) {
        if (key === patternKey) tellPattern("default", undefined);
        if (typeof key === "symbol") return undefined;
        const isCopied = listed === key;
        listed = undefined;
        if (Object.hasOwn(target, key)) return target[key];
        if (key === "hasOwnProperty" || key === "propertyIsEnumerable") {
          return Reflect.get(target, key);
        }
        if (!isIdentifier(key)) throw noArgument(key, callSite(argument));
        if (!isCopied) named.add(key);
        return reference(key, owner);
      },
      has: (_target, key) => typeof key === "string",
      ownKeys: function list(target) {
        if (isOpen && isUserCode()) throw unknownNames(callSite(list));
        return [...new Set([...Reflect.ownKeys(target), ...names])];
      },
      getOwnPropertyDescriptor: (target, key) => {
        const own = Reflect.getOwnPropertyDescriptor(target, key);
        if (own !== undefined || typeof key === "symbol" || !names.has(key)) return own;
        listed = key;
        const value = reference(key, owner);
        return { value, enumerable: true, configurable: true, writable: true };
      },
      // Of a name that is not set here the descriptor above says so, too.
      set: (target, key, value) => Reflect.set(target, key, value, target),
    },
  );
}

function noArgument(name: string, site: CallSite | undefined): SiteError {
  return new SiteError(
    {
      code: "NP058",
      severity: "error",
      message: `a NixOS module cannot have an argument called \`${name}\``,
      hint: "names of arguments are letters, digits, `_`, `-` and `'`, and no word of Nix",
    },
    site,
  );
}

function unknownNames(site: CallSite | undefined): SiteError {
  return new SiteError(
    {
      code: "NP315",
      severity: "error",
      message:
        "the module's arguments cannot be listed: those of `specialArgs` are known to Nix alone",
      hint: "take those that are needed by name: `({ config, pkgs, role }) => …`, or write `specialArgs` as an object",
    },
    site,
  );
}
