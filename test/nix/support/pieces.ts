import fc from "fast-check";
import type { Doc } from "prettier";
import { builders } from "prettier/doc";
import type { DocumentBuilder } from "../../../src/nix/printer/builder.js";
import { Gap } from "../../../src/nix/printer/document.js";

/*
 * Documents that our layout and prettier's understand the same way, as a description that both are
 * made from.
 */

export type Piece =
  | { readonly kind: "word"; readonly text: string }
  /** Stands between two words or groups. */
  | { readonly kind: "gap"; readonly gap: "space" | "break" | "line" | "hardLine" | "emptyLine" }
  /** `(`, pieces one level deeper and `)`; `edge` is on both sides of the pieces. */
  | {
      readonly kind: "bracketed";
      readonly edge: "none" | "break" | "line" | "hardLine";
      /** A comma before the closing edge when it is broken. */
      readonly comma: boolean;
      readonly inner: readonly Piece[];
    }
  /** A group that starts and ends with a word or group. */
  | { readonly kind: "group"; readonly inner: readonly Piece[] };

const word = fc.integer({ min: 1, max: 24 }).map((length): Piece => ({
  kind: "word",
  text: "abcdefghijklmnopqrstuvwxyz".slice(0, length),
}));

/** Words and groups with gaps between them, three levels deep. */
export const pieces: fc.Arbitrary<readonly Piece[]> = fc.letrec<{ pieces: readonly Piece[] }>(
  (tie) => {
    const element = fc.oneof(
      { maxDepth: 3, depthIdentifier: "pieces" },
      { weight: 3, arbitrary: word },
      {
        weight: 2,
        arbitrary: fc
          .tuple(
            fc.constantFrom("none", "break", "line", "line", "hardLine"),
            fc.boolean(),
            tie("pieces"),
          )
          .map(([edge, comma, inner]): Piece => ({
            kind: "bracketed",
            edge,
            comma: comma && edge === "line",
            inner,
          })),
      },
      { weight: 1, arbitrary: tie("pieces").map((inner): Piece => ({ kind: "group", inner })) },
    );
    const gap = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom("space", "line", "break", "line" as const) },
      { weight: 1, arbitrary: fc.constantFrom("hardLine" as const, "emptyLine" as const) },
    );
    return {
      pieces: fc
        .tuple(
          element,
          fc.array(fc.tuple(gap, element), { maxLength: 4, depthIdentifier: "pieces" }),
        )
        .map(([first, others]): readonly Piece[] => [
          first,
          ...others.flatMap(([one, other]): Piece[] => [{ kind: "gap", gap: one }, other]),
        ]),
    };
  },
).pieces;

/** Writes pieces as our documents. */
export function write(out: DocumentBuilder, all: readonly Piece[]): void {
  for (const piece of all) {
    switch (piece.kind) {
      case "word":
        out.text(piece.text);
        break;
      case "gap":
        out.spacing(Gap[piece.gap]);
        break;
      case "group":
        out.group(() => {
          write(out, piece.inner);
        });
        break;
      case "bracketed":
        out.group(() => {
          out.text("(");
          out.nest(() => {
            if (piece.edge !== "none") out.spacing(Gap[piece.edge]);
            write(out, piece.inner);
            if (piece.comma) out.text(",", "trailing");
          });
          if (piece.edge !== "none") out.spacing(Gap[piece.edge]);
          out.text(")");
        });
        break;
    }
  }
}

/** The same as prettier's documents. */
export function toPrettier(all: readonly Piece[]): Doc {
  const { group, hardline, ifBreak, indent, line, softline } = builders;
  const gaps: Readonly<Record<string, Doc>> = {
    none: "",
    space: " ",
    break: softline,
    line,
    hardLine: hardline,
    emptyLine: [hardline, hardline],
  };
  return all.map((piece): Doc => {
    switch (piece.kind) {
      case "word":
        return piece.text;
      case "gap":
        return gaps[piece.gap] ?? "";
      case "group":
        return group(toPrettier(piece.inner));
      case "bracketed": {
        const edge = gaps[piece.edge] ?? "";
        const comma = piece.comma ? ifBreak(",") : "";
        return group(["(", indent([edge, toPrettier(piece.inner), comma]), edge, ")"]);
      }
    }
  });
}
