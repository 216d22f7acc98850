import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { nameProblems } from "../../src/host/container-name.js";

test.each(["web", "a", "web-1", "X9", "a".repeat(64)])("%j is a name", (name) => {
  expect(nameProblems(name, true)).toEqual([]);
});

test.each(["", "-rf", "--yes", ".", "..", "../x", "a b", "%i", "a\nb", "a".repeat(65), "täst"])(
  "%j is none, also of a container that is there",
  (name) => {
    expect(nameProblems(name)).toMatchObject([{ code: "NP710" }]);
  },
);

test("nixos-container's names can be there, and are not made", () => {
  expect(nameProblems("a_b")).toEqual([]);
  expect(nameProblems("a_b", true)).toMatchObject([{ code: "NP710" }]);
  expect(nameProblems("a-", true)).toMatchObject([{ code: "NP710" }]);
});

const characters = "aZ09-_-_./%\\ @:\n\t~$";

test("no name leads out of a folder, or means anything to systemd", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...Array.from(characters)), maxLength: 6 }),
      (name) => {
        if (nameProblems(name).length > 0) return;
        expect(name).not.toMatch(/[/%\\\s.@:]|^-/);
      },
    ),
    { numRuns: 2000 },
  );
});
