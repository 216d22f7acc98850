import fc from "fast-check";
import type { Comment, Expression, Trivia } from "../../../src/nix/syntax.js";
import { anyExpression } from "./arbitraries.js";

/** Comments and empty lines, as the parser gives them. */
const comment: fc.Arbitrary<Comment> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(" a", "x", "", "  two", "# b", " a /* b", "!", "* star", " é")
      .map((text): Comment => ({ kind: "line", text })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.boolean(), fc.constantFrom(["a", "b"], ["a", "", "  b"], ["x:", "  y", "z"]))
      .map(([documentation, lines]): Comment => ({ kind: "block", documentation, lines })),
  },
);

const blank: Comment = { kind: "blank" };
const comments = fc
  .array(fc.tuple(comment, fc.boolean()), { minLength: 1, maxLength: 2 })
  .map((all) => all.flatMap(([one, apart], index) => (apart && index > 0 ? [blank, one] : [one])));

/** Of the first item of a block, which no empty line sets apart, or of another. */
const trivia = (first: boolean): fc.Arbitrary<Trivia> =>
  fc
    .tuple(
      fc.option(comments, { nil: [], freq: 2 }),
      fc.option(fc.constantFrom("a", "note here", "# x", "é"), { nil: undefined }),
      fc.boolean(),
      fc.boolean(),
    )
    .map(([before, after, above, below]) => {
      const all = [
        ...(above && !first ? [blank] : []),
        ...before,
        ...(below && before.length > 0 ? [blank] : []),
      ];
      return {
        ...(all.length === 0 ? {} : { before: all }),
        ...(after === undefined ? {} : { after }),
      };
    });

/** Any expression, with comments and empty lines here and there. */
export const commentedExpression: fc.Arbitrary<Expression> = fc
  .tuple(anyExpression, fc.infiniteStream(fc.nat({ max: 7 })), fc.gen())
  .map(([expression, dice, draw]) => {
    const strewn = (first: boolean): { trivia?: Trivia } => {
      if (dice.next().value !== 0) return {};
      const drawn = draw(trivia, first);
      return Object.keys(drawn).length === 0 ? {} : { trivia: drawn };
    };
    const closing = (): { closing?: Comment[] } =>
      dice.next().value === 0 ? { closing: draw(() => comments) } : {};
    // The name of an attribute has no language.
    const names = (path: unknown): unknown =>
      Array.isArray(path)
        ? path.map((one: unknown) =>
            typeof one === "object" && one !== null ? { ...one, language: undefined } : one,
          )
        : path;
    // Walks objects of any kind: formals and bindings are no expressions.
    const visit = (node: unknown, interpolated = false): unknown => {
      if (Array.isArray(node)) return node.map((one: unknown) => visit(one, interpolated));
      if (typeof node !== "object" || node === null) return node;
      const within = interpolated || ("kind" in node && node.kind === "interpolation");
      const copy = Object.fromEntries(
        Object.entries(node).map(([key, inner]) => [
          key,
          key === "path" ? names(visit(inner, within)) : visit(inner, within),
        ]),
      ) as Record<string, unknown>;
      for (const key of ["items", "bindings", "formals"]) {
        const list = copy[key];
        if (!Array.isArray(list)) continue;
        copy[key] = list.map((one: object, index) => ({
          ...one,
          ...strewn(index === 0 || key === "formals"),
        }));
        Object.assign(copy, closing());
      }
      // Nor has a string in `${…}`.
      const isText = copy.kind === "string" && "style" in copy && !within;
      if (isText && dice.next().value === 0) {
        copy.language = draw(() => fc.constantFrom("bash", "c++", ".ts", "é"));
      }
      return copy;
    };
    return visit(expression) as Expression;
  });
