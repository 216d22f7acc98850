import fc from "fast-check";
import { nastyText } from "./arbitraries.js";
import { marks, randomSource, type Dice } from "./random-source.js";
import { nix, reference } from "./values.js";

/** A value for a hole, with the Nix that it has to become, written without the code under test. */
export interface HoleValue {
  readonly value: unknown;
  /** One term, in parentheses where it needs some. */
  readonly literal: string;
  /** The text that it is in a string, or the expression of a `${…}`; undefined where it fits none. */
  readonly inString: { readonly text: string } | { readonly expression: string } | undefined;
  readonly isName: boolean;
}

export type StringStyle = "quoted" | "indented" | undefined;

/** A template, and what is known of its holes by how it was made. */
export interface HoledTemplate {
  /** The Nix between the holes. */
  readonly pieces: readonly string[];
  /** Between which quotes each hole is. */
  readonly inString: readonly StringStyle[];
  readonly values: readonly HoleValue[];
}

/** Escapes a text for "…" of Nix: all that could mean anything. */
export function quotedLiteral(text: string): string {
  const escapes: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  return `"${text.replace(/[\\"$\n\r\t]/g, (one) => escapes[one] ?? `\\${one}`)}"`;
}

/** Texts that would do harm if they were read as anything but a text. */
const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    "x */ evil /*",
    '" + evil + "',
    "'' + evil + ''",
    "${evil}",
    "''${evil}",
    "$${evil}",
    "\\${evil}",
    "\nevil",
    "# evil\n",
    "a b",
    "3",
    "evil/../x",
    "; evil = 1;",
    ") (evil",
    "}",
    "''",
    "'",
    "$",
    "\\",
    "",
    "  evil\n    x\n",
    "if",
    "ü😀",
  ),
  nastyText,
  fc.string({ maxLength: 6 }).map((text) => text.replaceAll("\0", "")),
);

const textValue = hostileText.map((text): HoleValue => ({
  value: text,
  literal: quotedLiteral(text),
  inString: { text },
  isName: true,
}));

const numberValue = fc
  .oneof(
    fc.integer(),
    fc.constantFrom(0, 1, 3, -1, -7, 2 ** 53 - 1, 1 - 2 ** 53),
    fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n }),
    fc.constantFrom(0.5, -0.25, 1.5, 1e-7, 123456.5),
  )
  .map((value): HoleValue => {
    const text = String(value).replace(/^(-?\d+)(?=e)/, "$1.0");
    return { value, literal: `(${text})`, inString: { text: String(value) }, isName: false };
  });

const expressionValue = fc
  .constantFrom<readonly [unknown, string]>(
    [reference("pkgs"), "pkgs"],
    [reference("lib", "f", [1, "a"]), '(lib.f 1 "a")'],
    [nix`a b`, "(a b)"],
    [nix`x: x`, "(x: x)"],
    [nix`a + b`, "(a + b)"],
    [nix`if a then b else c`, "(if a then b else c)"],
    [nix`"a${"${evil}"}"`, '"a\\${evil}"'],
  )
  .map(([value, literal]): HoleValue => ({
    value,
    literal,
    inString: { expression: literal },
    isName: false,
  }));

const otherValue = fc
  .oneof(
    fc.constantFrom<readonly [unknown, string]>(
      [true, "true"],
      [false, "false"],
      [null, "null"],
      [[], "[ ]"],
      [{}, "({ })"],
    ),
    fc
      .array(hostileText, { maxLength: 3 })
      .map((texts): [unknown, string] => [texts, `[ ${texts.map(quotedLiteral).join(" ")} ]`]),
    hostileText.map((text): [unknown, string] => [
      { n: text, "a b": [-1] },
      `({ n = ${quotedLiteral(text)}; "a b" = [ (-1) ]; })`,
    ]),
  )
  .map(([value, literal]): HoleValue => ({ value, literal, inString: undefined, isName: false }));

const holeValue: fc.Arbitrary<HoleValue> = fc.oneof(
  { weight: 5, arbitrary: textValue },
  { weight: 2, arbitrary: numberValue },
  { weight: 2, arbitrary: expressionValue },
  { weight: 1, arbitrary: otherValue },
);

/** Templates with one to three holes: where values may stand, at token boundaries, and inside of tokens. */
export const holedTemplate: fc.Arbitrary<HoledTemplate> = fc
  .tuple(fc.integer(), fc.tuple(holeValue, holeValue, holeValue))
  .map(([seed, values]) => {
    const dice = diceOf(seed);
    const { text, inString, holes } = readMarks(randomSource(dice));
    const random = holes.length === 0 || dice(4) === 0 ? 1 + (dice(4) === 0 ? 1 : 0) : 0;
    const all = [...holes, ...Array.from({ length: random }, () => dice(text.length + 1))]
      .sort((one, other) => one - other)
      .slice(0, 3);
    return {
      pieces: [...all, text.length].map((at, index) => text.slice(all[index - 1] ?? 0, at)),
      inString: all.map((at) => inString[at]),
      values: values.slice(0, all.length),
    };
  });

/** A small random generator: one template takes a hundred throws. */
function diceOf(seed: number): Dice {
  let state = seed | 0;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

/** Takes the marks off a source: what is left, which gaps are in strings, and where holes are. */
function readMarks(marked: string): { text: string; inString: StringStyle[]; holes: number[] } {
  let text = "";
  let within: StringStyle;
  const inString: StringStyle[] = [];
  const holes: number[] = [];
  for (const one of marked.match(/[^]/g) ?? []) {
    if (one === marks.hole) holes.push(text.length);
    else if (one === marks.quoted || one === marks.indented) {
      within = one === marks.quoted ? "quoted" : "indented";
      inString[text.length] = within;
    } else if (one === marks.closing) {
      inString[text.length] = within;
      within = undefined;
    } else {
      inString[text.length] ??= within;
      text += one;
    }
  }
  return { text, inString, holes };
}
