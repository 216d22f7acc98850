import type { Origins } from "../load/origins/origins.js";
import type { CallSite } from "../nix/value.js";
import type { Place } from "../problems/problem.js";

/** Where a value was written, as far as the load recorded it. */
export interface ValuePlaces {
  placeOf(site: CallSite | undefined): Place | undefined;
  /** Only of a traced load. */
  readonly origins: Origins | undefined;
}
