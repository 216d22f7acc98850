import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Doc } from "prettier";
import { builders, printer } from "prettier/doc";
import { DocumentBuilder } from "../../../src/nix/printer/builder.js";
import { Gap } from "../../../src/nix/printer/document.js";
import { Layout } from "../../../src/nix/printer/layout.js";
import { pieces, toPrettier, write, type Piece } from "../support/pieces.js";

/*
 * Prettier's document printer as the oracle of our layout, where both mean the same. Ours differs
 * on purpose, because nixfmt does, in these points:
 * - the indentation of a line does not count; so prettier's documents are indented by no columns,
 *   and lines are compared without their indentation (printer.test.ts compares it, for data);
 * - nesting that starts in the middle of a line does not indent: the same;
 * - a soft line break asks whether the next groups fit, too; prettier's `group(line)`, only whether
 *   what stands before the first line break in them does: compared before words alone;
 * - of priority groups, several may be tried, and what follows one must fit on its last line:
 *   compared where one is followed by little.
 */

const runs = { numRuns: 2000 * Number(process.env.NIXPAWN_RUNS ?? 1) };
const widths = fc.integer({ min: 10, max: 60 });

function ours(fill: (out: DocumentBuilder) => void, width: number): string {
  const out = new DocumentBuilder("/", []);
  out.group(() => {
    fill(out);
  });
  const layout = new Layout(width, undefined);
  layout.render(out.finish());
  return unindented(layout.finish());
}

function theirs(doc: Doc, width: number): string {
  const options = { printWidth: width, tabWidth: 0, useTabs: false };
  return unindented(`${printer.printDocToString(builders.group(doc), options).formatted}\n`);
}

function unindented(text: string): string {
  return text.replace(/^ +/gm, "");
}

describe("prettier lays out the same", () => {
  test("groups, lines, brackets and commas", () => {
    fc.assert(
      fc.property(pieces, widths, (all, width) => {
        const text = ours((out) => {
          write(out, all);
        }, width);
        expect(text).toBe(theirs(toPrettier(all), width));
      }),
      runs,
    );
  });

  test("words that fill lines", () => {
    const words = fc.array(fc.integer({ min: 1, max: 15 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(words, widths, (lengths, width) => {
        const all = lengths.map((length) => "w".repeat(length));
        const text = ours((out) => {
          for (const [index, word] of all.entries()) {
            if (index > 0) out.spacing(Gap.softLine);
            out.text(word);
          }
        }, width);
        expect(text).toBe(theirs(builders.fill(builders.join(builders.line, all)), width));
      }),
      runs,
    );
  });

  test("a group that is broken before the one around it", () => {
    const sides = fc.tuple(pieces, pieces, fc.constantFrom(";", ")", ""));
    fc.assert(
      fc.property(sides, widths, ([before, inner, after], width) => {
        // A fixed line break in it would break the group around it in any case.
        fc.pre(!hasFixedBreak(before) && !hasFixedBreak(inner));
        const text = ours((out) => {
          write(out, before);
          out.spacing(Gap.line);
          out.group(() => {
            writeBlock(out, inner);
          }, "priority");
          out.text(after);
        }, width);
        const { conditionalGroup, group, indent, line } = builders;
        const block = (shouldBreak: boolean): Doc =>
          group(["[", indent([line, toPrettier(inner)]), line, "]"], { shouldBreak });
        const whole = (space: Doc, shouldBreak: boolean): Doc => [
          toPrettier(before),
          space,
          block(shouldBreak),
          after,
        ];
        const states = [whole(line, false), whole(" ", true), whole(line, false)];
        expect(text).toBe(theirs(conditionalGroup(states), width));
      }),
      runs,
    );
  });
});

function writeBlock(out: DocumentBuilder, inner: readonly Piece[]): void {
  out.text("[");
  out.nest(() => {
    out.spacing(Gap.line);
    write(out, inner);
  });
  out.spacing(Gap.line);
  out.text("]");
}

function hasFixedBreak(all: readonly Piece[]): boolean {
  return all.some((piece) =>
    piece.kind === "gap"
      ? piece.gap === "hardLine" || piece.gap === "emptyLine"
      : piece.kind !== "word" &&
        ((piece.kind === "bracketed" && piece.edge === "hardLine") || hasFixedBreak(piece.inner)),
  );
}
