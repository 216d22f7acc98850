import fc from "fast-check";
import { anyName, anyText } from "./arbitraries.js";

/** Nix prints a set that has one of these as something else. */
const special = new Set(["outPath", "__toString"]);

/** Texts that a string of Nix can hold. */
export const plainText = anyText.filter((text) => !text.includes("\0"));

/** Names that a set of Nix can have. */
export const plainName = anyName.filter((name) => !name.includes("\0") && !special.has(name));

/** Values of JavaScript that Nix has, nested. */
export const plainValue: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    plainText,
    fc.integer(),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 4 }),
    fc
      .array(fc.tuple(plainName, tie("value")), { maxLength: 4 })
      .map((entries) => Object.fromEntries(entries)),
  ),
})).value;
