import { afterAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { pkgs, nix, text } from "../../src/index.js";
import { printExpression } from "../../src/nix/printer.js";
import { toExpression } from "../../src/nix/literal.js";
import { nixExpression } from "../../src/nix/value.js";
import { RealNix } from "../nix/support/evaluate.js";
import { sample } from "../nix/support/sample.js";
import { describeWith } from "../nix/support/tools.js";

const printed = (value: unknown): string =>
  printExpression(
    toExpression(value, { path: [], report: () => undefined, resolveFile: (path) => path }),
  );

/** What the tag makes of a source without holes. */
function textOf(raw: string): unknown {
  const strings = Object.assign([raw], { raw: [raw] });
  return (text as (strings: unknown) => unknown)(strings);
}

describe("text`…`", () => {
  test("is a string without the indentation of its lines", () => {
    const script = text`
      set -e
      for one in a b; do
        echo "$one"
      done
    `;
    expect(script).toBe('set -e\nfor one in a b; do\n  echo "$one"\ndone\n');
    expect(text`one line`).toBe("one line");
    expect(text`
      no line break at the end`).toBe("no line break at the end");
  });

  test("takes strings and numbers as they are, of several lines too", () => {
    const lines = "a\n  b";
    expect(text`
      ${lines}
        ${1} ${2n}
    `).toBe("a\n  b\n  1 2\n");
  });

  test("has TypeScript's own escapes, which are no indentation", () => {
    expect(text`
      \ta\\n
        \x41\u0042\u{43}\
d \${e} \`
    `).toBe("\ta\\n\n  ABCd ${e} `\n");
    expect(text`  \n  a`).toBe("\na");
  });

  test.each([
    ["\n\t\tset -e\n\t\t\techo\n\t", "set -e\n\techo\n"],
    ["\n\ta\n\n\t\n\t b\n", "a\n\n\n b\n"],
    ["\n\t  a\n\t  b\n\t", "a\nb\n"],
    ["\n\ta\n  b\n", "\ta\n  b\n"],
  ])("takes off tabs that all lines begin with: %j", (raw, expected) => {
    expect(textOf(raw)).toBe(expected);
  });

  test("is a Nix expression where a value is one", () => {
    const script = text`
      exec ${pkgs.hello}/bin/hello ${"${x} ''"}
        ${nix`toString 1`}
    `;
    expect(typeof script).toBe("object");
    expect(printed(script)).toBe(
      ["''", "  exec ${pkgs.hello}/bin/hello ''${x} '''", "    ${toString 1}", "''"].join("\n"),
    );
    expect(script[nixExpression].kind).toBe("text");
  });

  test("takes another text as a part of it, as it is", () => {
    const line = (n: number) => text`${pkgs.curl}/bin/curl ${n}`;
    const two = text`
      if true; then
        ${line(1)}
      fi
    `;
    expect(
      printed(text`
      set -e
      ${line(1)}
        ${two}
      ${nix`1`}
    `),
    ).toBe(
      [
        "''",
        "  set -e",
        "  ${pkgs.curl}/bin/curl 1",
        "    if true; then",
        "    ${pkgs.curl}/bin/curl 1",
        "  fi",
        "",
        "  ${1}",
        "''",
      ].join("\n"),
    );
  });

  test("is put together in a loop of many rounds", () => {
    const script = Array.from({ length: 1000 }, (_one, index) => index).reduce<string | object>(
      (all, n) => text`${all as never}${pkgs.curl} ${n}\n`,
      "",
    );
    expect(printed(script).split("\n")).toHaveLength(1002);
    expect(printed(script)).toContain("\n  ${pkgs.curl} 999\n");
  });

  test("is refused where it is put into itself again and again", () => {
    let whole: unknown = text`${pkgs.a}`;
    const grow = (): void => {
      for (let round = 0; round < 30; round += 1) whole = text`${whole as never}${whole as never}`;
    };
    expect(grow).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ code: "NP014" })] }),
    );
  });

  test.each<[unknown, string, string]>([
    [null, "NP309", "null"],
    [true, "NP309", "`true` cannot"],
    [undefined, "NP309", "cannot be put into a text"],
    [[1], "NP309", "array"],
    [{}, "NP309", "object"],
    [NaN, "NP302", "NaN"],
  ])("refuses %p", (value, code, what) => {
    const given = (): unknown => text`a ${value as string}`;
    expect(given).toThrow(
      expect.objectContaining({
        problems: [expect.objectContaining({ code, message: expect.stringContaining(what) })],
      }),
    );
  });

  test("refuses to be called as a function, and escapes that mean nothing", () => {
    const tag = text as (strings: unknown) => unknown;
    for (const given of ["a", ["a"], Object.assign([undefined], { raw: ["\\u"] })]) {
      expect(() => tag(given)).toThrow(
        expect.objectContaining({ problems: [expect.objectContaining({ code: "NP059" })] }),
      );
    }
  });
});

const nixAtHand = new RealNix();
afterAll(() => {
  nixAtHand.remove();
});

describeWith("nix-instantiate")("Nix", () => {
  test("reads the same text as ''…''", () => {
    const line = fc
      .tuple(fc.nat(6), fc.constantFrom("", "a", "b c", " "))
      .map(([spaces, word]) => " ".repeat(spaces) + word);
    const sources = sample(
      fc.array(line, { minLength: 1, maxLength: 6 }).map((lines) => lines.join("\n")),
      1000,
    );
    const list = sources.map((one) => `''${one}''`).join("\n");
    expect(nixAtHand.evaluate(nixAtHand.write("all.nix", `[\n${list}\n]`))).toEqual(
      sources.map(textOf),
    );
  });
});
