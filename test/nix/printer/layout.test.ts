import { describe, expect, test } from "@jest/globals";
import { DocumentBuilder } from "../../../src/nix/printer/builder.js";
import { Gap } from "../../../src/nix/printer/document.js";
import { Layout } from "../../../src/nix/printer/layout.js";

/** Lays out what `fill` writes, ten columns wide. */
function laidOut(fill: (out: DocumentBuilder) => void): string[] {
  const layout = new Layout(10, undefined);
  const out = new DocumentBuilder("/", layout.marks);
  fill(out);
  layout.render(out.finish(), false);
  return layout.finish().split("\n");
}

/** `[`, words one level deeper and `]`. */
function block(out: DocumentBuilder, words: readonly string[], gap: number = Gap.line): void {
  out.text("[");
  out.nest(() => {
    for (const word of words) {
      out.spacing(gap, true);
      out.text(word);
    }
  });
  out.spacing(gap, true);
  out.text("]");
}

describe("a group", () => {
  test.each([
    [
      ["ab", "cde"],
      ["[ ab cde ]", ""],
    ],
    [
      ["abc", "cde"],
      ["[", "  abc", "  cde", "]", ""],
    ],
    [["é".repeat(6)], [`[ ${"é".repeat(6)} ]`, ""]],
    [["😀".repeat(6)], [`[ ${"😀".repeat(6)} ]`, ""]],
  ])("of %j", (words, lines) => {
    expect(
      laidOut((out) => {
        out.group(() => {
          block(out, words);
        });
      }),
    ).toEqual(lines);
  });

  test("does not count its indentation", () => {
    const lines = laidOut((out) => {
      out.nest(() => {
        out.text("a");
        out.nest(() => {
          out.spacing(Gap.hardLine);
          out.group(() => {
            block(out, ["bcdefg"]);
          });
        });
      });
    });
    expect(lines).toEqual(["  a", "    [ bcdefg ]", ""]);
  });

  test("counts what follows, up to the first line break", () => {
    const lines = laidOut((out) => {
      out.group(() => {
        block(out, ["a", "b"]);
      });
      out.text(";;;;");
      out.spacing(Gap.line);
      out.text("c");
    });
    expect(lines).toEqual(["[", "  a", "  b", "];;;;", "c", ""]);
  });

  test("may leave the breaking to a part of it", () => {
    const lines = laidOut((out) => {
      out.group(() => {
        out.text("f");
        out.spacing(Gap.line);
        out.group(() => {
          block(out, ["abc", "def"]);
        }, "priority");
        out.text(";");
      });
    });
    expect(lines).toEqual(["f [", "  abc", "  def", "];", ""]);
  });
});

describe("a soft line break", () => {
  test.each([
    ["bcdefghi", ["a bcdefghi", ""]],
    ["bcdefghij", ["a", "bcdefghij", ""]],
  ])("before %s", (word, lines) => {
    expect(
      laidOut((out) => {
        out.text("a");
        out.spacing(Gap.softLine);
        out.text(word);
      }),
    ).toEqual(lines);
  });
});

test("comments have no width, empty lines are never two", () => {
  const lines = laidOut((out) => {
    out.group(() => {
      out.text("a");
      out.spacing(Gap.line);
      out.text("b");
    });
    out.spacing(Gap.space);
    out.comment("# a long comment");
    out.spacing(Gap.hardLine);
    out.spacing(Gap.emptyLine);
    out.text("c");
  });
  expect(lines).toEqual(["a b # a long comment", "", "c", ""]);
});

test("items are laid out when their turn comes, and raw text is not indented", () => {
  const lines = laidOut((out) => {
    out.text("{");
    out.nest(() => {
      out.spacing(Gap.hardLine);
      out.item(({ layout, level, offset }) => {
        layout.startLine(level, offset);
        layout.write("item");
      });
      out.spacing(Gap.hardLine);
      out.text("raw {\n}", "raw");
    });
    out.spacing(Gap.hardLine);
    out.text("}");
  });
  expect(lines).toEqual(["{", "  item", "  raw {", "}", "}", ""]);
});
