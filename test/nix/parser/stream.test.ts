import { describe, expect, test } from "@jest/globals";
import { parseNix } from "../../../src/nix/parser.js";
import { TokenStream } from "../../../src/nix/parser/stream.js";
import { plainSource } from "../../../src/nix/source.js";

const streamOf = (source: string, depth = 0): TokenStream =>
  new TokenStream(plainSource(source), undefined, depth);

test("tokens are looked at, taken and expected", () => {
  const stream = streamOf("a ; b");
  expect(stream.peek(2).text).toBe("b");
  expect(stream.sees(";")).toBe(false);
  expect(stream.take().text).toBe("a");
  expect(stream.takeIf(",")).toBe(false);
  expect(stream.takeIf(";")).toBe(true);
  expect(() => stream.expect(";")).toThrow("expected `;`, found `b`");
  stream.moveTo(5);
  stream.expectEnd();
});

test("a word in quotes is no keyword or sign", () => {
  expect(streamOf('"in"').sees("in")).toBe(false);
});

describe("depth", () => {
  test("counts from where the source stands", () => {
    const stream = streamOf("a", 249);
    expect(stream.nested(() => stream.depth)).toBe(250);
    expect(stream.depth).toBe(249);
    expect(() => stream.nested(() => stream.nested(() => 1))).toThrow("this is nested too deeply");
    expect(() => parseNix("[ [ a ] ]", undefined, 248)).toThrow("this is nested too deeply");
  });

  test("of a chain counts its operators above the deepest operand", () => {
    const stream = streamOf("a");
    const chainOf = (operators: number): void => {
      stream.chained((heighten) => {
        stream.nested(() => 1);
        for (let count = 0; count < operators; count++) heighten();
      });
    };
    expect(() => {
      chainOf(399);
    }).not.toThrow();
    expect(() => {
      chainOf(400);
    }).toThrow("this chain of operators is too long");
  });
});
