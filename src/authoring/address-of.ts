import { isNixExpression } from "../nix/value.js";
import type { ProblemCode } from "../problems/codes.js";
import { callSite } from "./call-site.js";
import type { ContainerOptions } from "./container-options.generated.js";
import { hintOfProperty } from "./misuse.js";
import { isPeekable, peek } from "./peek.js";
import { SiteError } from "./site-error.js";

/** The options of a container that are addresses. */
export type AddressOption = "hostAddress" | "hostAddress6" | "localAddress" | "localAddress6";

/**
 * The address of a container without the length of its prefix: `10.0.0.2` where `localAddress` is
 * `"10.0.0.2/24"`.
 * @param container of `containers`, as a container's function is given it
 * @throws SiteError NP070 when it is not set; NP073 when it is a Nix expression or no string
 */
export function addressOf(
  container: Readonly<Pick<ContainerOptions, AddressOption>>,
  option: AddressOption = "localAddress",
): string {
  const refuse = (code: ProblemCode, message: string, hint: string): never => {
    throw new SiteError({ code, severity: "error", message, hint }, callSite(addressOf));
  };
  const given: unknown = container;
  if (typeof given !== "object" || given === null) {
    return refuse(
      "NP073",
      "`addressOf` takes a container",
      'name one: addressOf(containers.db), or addressOf(containers.db, "localAddress6")',
    );
  }
  const address: unknown = isPeekable(given) ? given[peek](option) : Reflect.get(given, option);
  if (typeof address === "string") return address.replace(/\/\d+$/, "");
  if (isNixExpression(address)) {
    return refuse(
      "NP073",
      `\`${option}\` is a Nix expression there, which has no text in TypeScript`,
      hintOfProperty(address) ??
        `take it apart in Nix: nix\`builtins.head (lib.splitString "/" \${container.${option}})\``,
    );
  }
  if (address !== undefined && address !== null) {
    return refuse("NP073", `\`${option}\` is no address there`, "write it as a string");
  }
  // What stands for a container says which one it is.
  const read: unknown = Reflect.get(given, option);
  return refuse(
    "NP070",
    `\`${option}\` is not set there: it would be \`${String(read)}\``,
    "set it in the other container",
  );
}
