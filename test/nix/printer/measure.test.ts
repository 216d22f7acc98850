import { describe, expect, test } from "@jest/globals";
import { DocumentBuilder } from "../../../src/nix/printer/builder.js";
import { Gap, type Document } from "../../../src/nix/printer/document.js";
import { flattened } from "../../../src/nix/printer/flatten.js";
import { firstLineFits, firstLineWidth, flatRoom } from "../../../src/nix/printer/measure.js";
import { priorityChoices } from "../../../src/nix/printer/priority.js";

function built(fill: (out: DocumentBuilder) => void): readonly Document[] {
  const out = new DocumentBuilder("/", []);
  fill(out);
  return out.finish();
}

const rest = (documents: readonly Document[]) => ({ documents, index: 0, next: undefined });
const words = (...pieces: readonly (string | number)[]) =>
  built((out) => {
    for (const piece of pieces) {
      if (typeof piece === "string") out.text(piece);
      else out.spacing(piece);
    }
  });

describe("the room left on a flat line", () => {
  test.each([
    [["abc", Gap.line, "d", Gap.break, "e"], 4],
    [["abc", Gap.space, "d", Gap.softLine, "e"], 3],
    [["abc", Gap.hardLine, "d"], -1],
    [["abcdefghijk"], -1],
    [["abcdefghij"], 0],
  ])("after %j", (pieces, room) => {
    expect(flatRoom(words(...pieces), 10)).toBe(room);
  });

  test("comments take none, and commas that depend on the lines only if asked for", () => {
    const documents = built((out) => {
      out.text("a");
      out.text(",", "trailing");
      out.comment("# a long comment");
    });
    expect(flatRoom(documents, 10)).toBe(9);
    expect(flatRoom(documents, 10, true)).toBe(8);
  });
});

test("the first line ends where it may be broken", () => {
  expect(firstLineWidth(rest(words("ab", Gap.space, "c", Gap.line, "d")))).toBe(4);
  expect(firstLineWidth(rest(words("ab", Gap.hardLine, "c")))).toBe(2);
  expect(firstLineWidth(rest(words("ab")))).toBe(2);
});

describe("whether a first line fits", () => {
  const group = built((out) => {
    out.group(() => {
      out.text("ab");
      out.spacing(Gap.line);
      out.text("cd");
    });
    out.text("e");
  });
  test.each([
    [5, 10, false],
    [6, 10, true],
    // The group does not fit: its first line counts.
    [2, 4, true],
    [1, 4, false],
  ])("%d of %d columns", (target, width, fits) => {
    expect(firstLineFits(rest(group), target, width)).toBe(fits);
  });

  test("a comment at the end of a group counts", () => {
    const documents = built((out) => {
      out.group(() => {
        out.text("ab");
        out.spacing(Gap.line);
        out.text("cd");
      });
      out.spacing(Gap.space);
      out.comment("# efg");
      out.spacing(Gap.hardLine);
    });
    expect(firstLineFits(rest(documents), 11, 20)).toBe(true);
    expect(firstLineFits(rest(documents), 10, 20)).toBe(false);
  });

  test("one after a string does not", () => {
    const documents = built((out) => {
      out.group(() => {
        out.text('"abc"');
      });
      out.spacing(Gap.space);
      out.comment("# efg");
      out.spacing(Gap.hardLine);
    });
    expect(firstLineFits(rest(documents), 6, 20)).toBe(true);
  });
});

test("documents on one line, if they can be", () => {
  const documents = built((out) => {
    out.text("a");
    out.spacing(Gap.break);
    out.group(() => {
      out.text("b");
      out.spacing(Gap.line);
      out.text("c");
    });
  });
  expect(flattened(documents)).toMatchObject([
    { text: "a" },
    { text: "b" },
    { spacing: Gap.space },
    { text: "c" },
  ]);
  expect(flattened(documents, 3)).toBeUndefined();
  expect(flattened(words("a", Gap.hardLine, "b"))).toBeUndefined();
});

test("each priority group may be broken alone, those of transparent groups too", () => {
  const choices = priorityChoices(
    built((out) => {
      out.text("a");
      out.group(() => {
        out.spacing(Gap.line);
        out.group(() => {
          out.text("b");
        }, "priority");
      }, "transparent");
      out.spacing(Gap.line);
      out.group(() => {
        out.text("c");
      }, "priority");
      out.text("d");
    }),
  );
  const texts = (documents: readonly Document[]): string =>
    documents
      .map((one) =>
        one.kind === "text" ? one.text : one.kind === "group" ? texts(one.content) : " ",
      )
      .join("");
  expect(choices.map(({ before, group, after }) => [before, group, after].map(texts))).toEqual([
    ["a ", "b", " cd"],
    ["a b ", "c", "d"],
  ]);
  expect(priorityChoices(words("a", Gap.line, "b"))).toEqual([]);
});
