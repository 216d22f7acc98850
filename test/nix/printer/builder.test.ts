import { describe, expect, test } from "@jest/globals";
import { DocumentBuilder } from "../../../src/nix/printer/builder.js";
import { Gap, type Document } from "../../../src/nix/printer/document.js";

const gaps = Object.keys(Gap);

/** Documents as text: `a`, gaps by name in angles, groups in brackets. */
function shown(documents: readonly Document[]): string {
  return documents
    .map((one) => {
      if (one.kind === "text") return one.text;
      if (one.kind === "spacing") return `<${gaps[Math.min(one.spacing, Gap.newlines)] ?? ""}>`;
      return one.kind === "group" ? `[${shown(one.content)}]` : "item";
    })
    .join("");
}

function built(fill: (out: DocumentBuilder) => void): string {
  const out = new DocumentBuilder("/", []);
  fill(out);
  return shown(out.finish());
}

test("texts are joined, also out of groups that are dissolved", () => {
  const text = built((out) => {
    out.text("a");
    out.text("");
    out.text("b");
    out.group(() => {
      out.group(() => {
        out.text("c");
      });
    });
  });
  expect(text).toBe("ab[c]");
});

describe("of two spacings, the stronger one stays", () => {
  test.each([
    ["softBreak", "line", "line"],
    ["line", "space", "line"],
    ["space", "hardLine", "hardLine"],
    ["emptyLine", "hardLine", "emptyLine"],
    // These two together may be a line break or a space.
    ["break", "space", "line"],
    ["break", "softLine", "line"],
    ["softBreak", "space", "softLine"],
  ] as const)("%s and %s are %s", (one, other, both) => {
    for (const [first, second] of [
      [one, other],
      [other, one],
    ] as const) {
      const text = built((out) => {
        out.text("a");
        out.spacing(Gap[first]);
        out.spacing(Gap[second]);
        out.text("b");
      });
      expect(text).toBe(`a<${both}>b`);
    }
  });
});

test("what does not depend on a group is not in it", () => {
  const text = built((out) => {
    out.group(() => {
      out.comment("# c");
      out.spacing(Gap.hardLine);
      out.text("a");
      out.spacing(Gap.line);
      out.text("b");
      out.spacing(Gap.hardLine);
    });
    out.text("c");
  });
  expect(text).toBe("# c<hardLine>[a<line>b]<hardLine>c");
});

test("a space becomes part of the line break that a group starts with", () => {
  const text = built((out) => {
    out.text("a");
    out.spacing(Gap.space);
    out.group(() => {
      out.group(() => {
        out.spacing(Gap.break);
        out.text("b");
      });
      out.text("c");
    });
  });
  expect(text).toBe("a[[<line>b]c]");
});

test("empty groups are none", () => {
  const text = built((out) => {
    out.group(() => {
      out.spacing(Gap.hardLine);
    });
    out.group(() => undefined);
  });
  expect(text).toBe("<hardLine>");
});

test("only soft line breaks depend on the room", () => {
  const out = new DocumentBuilder("/", []);
  out.spacing(Gap.line);
  expect(out.dependsOnRoom).toBe(false);
  out.group(() => {
    out.text("a");
    out.spacing(Gap.softLine);
  });
  expect(out.dependsOnRoom).toBe(true);
});
