import { expect, test } from "@jest/globals";
import { badCharacter, textProblem } from "../../src/nix/text-problem.js";

const nul = "a NUL character, which no Nix string can hold";
const half = "half of a surrogate pair, which is no character";

test.each([
  ["", undefined, undefined],
  ["a😀\u0001\u2028\ufffd", undefined, undefined],
  ["ab\0", nul, 2],
  ["😀\0\ud800", nul, 2],
  ["😀\ud83d", half, 2],
  ["\ude00😀", half, 0],
  ["\ud83d\ud83d\ude00", half, 0],
])("%j", (text, problem, offset) => {
  expect(textProblem(text)).toBe(problem);
  expect(badCharacter(text)?.offset).toBe(offset);
});
