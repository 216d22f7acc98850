import { isNixExpression } from "../nix/value.js";
import { NP070, NP073 } from "../problems/codes/definition.js";
import type { Problem } from "../problems/problem.js";
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
  const refuse = (problem: Problem): never => {
    throw new SiteError(problem, callSite(addressOf));
  };
  const given: unknown = container;
  if (typeof given !== "object" || given === null) {
    return refuse(NP073.noContainer());
  }
  const address: unknown = isPeekable(given) ? given[peek](option) : Reflect.get(given, option);
  if (typeof address === "string") return address.replace(/\/\d+$/, "");
  if (isNixExpression(address)) {
    return refuse(NP073.expression({ option, hint: hintOfProperty(address) }));
  }
  if (address !== undefined && address !== null) {
    return refuse(NP073.noAddress({ option }));
  }
  // What stands for a container says which one it is.
  const read: unknown = Reflect.get(given, option);
  return refuse(NP070.notSet({ option, read: String(read) }));
}
