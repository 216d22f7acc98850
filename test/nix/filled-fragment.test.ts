import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { printedPart } from "../../src/nix/filled-fragment.js";
import { printExpression } from "../../src/nix/printer.js";
import { anyExpression } from "./support/arbitraries.js";

test("a value is written as the printer writes it between verbatim parts", () => {
  fc.assert(
    fc.property(anyExpression, (part) => {
      const verbatim = { kind: "verbatim", parts: [part], words: new Set<string>() } as const;
      expect(printedPart(part)).toBe(printExpression(verbatim));
    }),
    { numRuns: 2000 },
  );
});
