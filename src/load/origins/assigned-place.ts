import type { Place } from "../../problems/problem.js";
import type { ChangedIntrinsic } from "../guard/intrinsics.js";
import type { Origins } from "./origins.js";

/** Where a traced config assigned to an object of the language. */
export function placeOfAssignment(
  changes: readonly ChangedIntrinsic[],
  origins: Origins | undefined,
): Place | undefined {
  const found = changes
    .map(({ object, key }) => origins?.object(object)?.keys.get(String(key)))
    .find((one) => one !== undefined);
  return found?.key ?? found?.value;
}
