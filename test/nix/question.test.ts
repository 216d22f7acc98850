import { expect, test } from "@jest/globals";
import { fragmentSource } from "../../src/nix/fragment-source.js";
import { listsInPlace, namesInPlace, questionOf, type HoleRole } from "../../src/nix/question.js";

const source = fragmentSource(["{ ", ' = "\\${a}', '"; b = ', "; }"]);
const roles = new Map<number, HoleRole>([
  [0, "name"],
  [1, "part of a string"],
  [2, "expression"],
]);

test("something harmless stands for each value", () => {
  expect(questionOf(source, roles, namesInPlace)?.text).toBe(
    '{ nixpawn-0 = "${a}${nixpawn-1}"; b = nixpawn-2; }',
  );
  expect(questionOf(source, roles, listsInPlace)?.text).toBe(
    '{ [ ] = "${a}${nixpawn-1}"; b = [ ]; }',
  );
});

test("what it is about is found in the template", () => {
  const question = questionOf(source, roles, namesInPlace);
  const offsetOf = (text: string): number =>
    question?.sourceOffset(question.text.indexOf(text)) ?? -1;
  expect(offsetOf("{")).toBe(0);
  expect(offsetOf("nixpawn-0")).toBe(2);
  expect(offsetOf("awn-0")).toBe(2);
  expect(offsetOf("a}")).toBe(source.text.indexOf("a}"));
  expect(offsetOf("b =")).toBe(source.text.indexOf("b ="));
  expect(offsetOf("; }")).toBe(source.text.indexOf("; }"));
});

test("a hole whose role is not known is not asked about", () => {
  expect(questionOf(source, new Map(), namesInPlace)).toBeUndefined();
});
