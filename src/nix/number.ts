import { binary, integer, maximumInteger, minimumInteger } from "./build.js";
import type { Expression } from "./syntax.js";

/** The least number that can be written as a float: C's strtod gives a range error below. */
const leastFloat = 2 ** -1022;

/**
 * A finite number that is no integer. Negative ones and the very small ones (subnormals) are an
 * operation, since Nix has no literal for them; the result is exact.
 */
export function float(value: number): Expression {
  if (value < 0) return { kind: "unary", operator: "-", operand: float(-value) };
  if (value > 0 && value < leastFloat) {
    // A subnormal is a multiple of 2^-1074, so both factors and their product are exact.
    return binary("*", float(leastFloat), float(value * 2 ** 537 * 2 ** 485));
  }
  return { kind: "float", value };
}

/** Why a number is no number of Nix, or undefined. */
export function numberProblem(value: number | bigint): string | undefined {
  if (typeof value === "number" && !Number.isFinite(value)) {
    return `\`${String(value)}\`, which Nix does not know`;
  }
  if (typeof value === "number" && !Number.isInteger(value)) return undefined;
  const exact = BigInt(value);
  return exact < minimumInteger || exact > maximumInteger
    ? `\`${String(value)}\`, which has more than the 64 bits of Nix's integers`
    : undefined;
}

/** A number `numberProblem` has nothing against; `-0` is the integer 0. */
export function number(value: number | bigint): Expression {
  return typeof value === "bigint" || Number.isInteger(value) ? integer(value) : float(value);
}
