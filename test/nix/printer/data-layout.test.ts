import { expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Doc } from "prettier";
import { builders, printer } from "prettier/doc";
import { attributeSet, boolean, integer, list, nullValue, string } from "../../../src/nix/build.js";
import { printFile } from "../../../src/nix/printer.js";
import type { Expression } from "../../../src/nix/syntax.js";

/*
 * Plain data as prettier lays it out, indentation included, from documents written down after
 * nixfmt's rules: a second opinion on what is mostly written without any layout. Texts are short
 * or longer than a line, since prettier counts the indentation and nixfmt does not.
 */

type Data = string | number | boolean | null | readonly Data[] | { readonly [name: string]: Data };

const name = fc.constantFrom("a", "b-c", "enable", "networking", "x'");
const data = fc.letrec<{ data: Data }>((tie) => ({
  data: fc.oneof(
    { maxDepth: 4, depthSize: "medium" },
    fc.constantFrom<Data>("", "text", "some words", "w".repeat(120), 0, 8080, true, false, null),
    fc.array(tie("data"), { maxLength: 4 }),
    fc.dictionary(name, tie("data"), { maxKeys: 4, noNullPrototype: true }),
  ),
})).data;

function toExpression(value: Data): Expression {
  if (typeof value === "string") return string(value);
  if (typeof value === "number") return integer(value);
  if (typeof value === "boolean") return boolean(value);
  if (value === null) return nullValue();
  if (isList(value)) return list(value.map(toExpression));
  return attributeSet(
    Object.fromEntries(Object.entries(value).map(([key, one]) => [key, toExpression(one)])),
  );
}

function isList(value: Data): value is readonly Data[] {
  return Array.isArray(value);
}

const { group, hardline, indent, join, line } = builders;

/** A value that is no value of a binding: a set of one may stay on its line. */
function toDoc(value: Data, isBound: boolean): Doc {
  if (typeof value === "string") return `"${value}"`;
  if (typeof value !== "object" || value === null) return String(value);
  const [open, close] = isList(value) ? ["[", "]"] : ["{", "}"];
  const inner = isList(value)
    ? value.map((item) => toDoc(item, false))
    : Object.entries(value).map(([key, one]) => [key, " = ", toDoc(one, true), ";"]);
  if (inner.length === 0) return `${open} ${close}`;
  const gap = inner.length > 1 || (isBound && !isList(value)) ? hardline : line;
  return group([open, indent([gap, join(hardline, inner)]), gap, close]);
}

test("data is laid out as by prettier", () => {
  fc.assert(
    fc.property(data, (value) => {
      const { text } = printFile(toExpression(value), { directory: "/" });
      const options = { printWidth: 100, tabWidth: 2 };
      expect(text).toBe(`${printer.printDocToString(toDoc(value, false), options).formatted}\n`);
    }),
    { numRuns: 1000 * Number(process.env.NIXPAWN_RUNS ?? 1) },
  );
});
