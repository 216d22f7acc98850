import fc from "fast-check";
import { expect, test } from "@jest/globals";
import { parseNixJson, type NixJson } from "../../../src/nix/program/json.js";

test.each<[string, NixJson]>([
  ['{"a":[1,-2.5,1e3,null,true,"x"]}', { a: [1, -2.5, 1000, null, true, "x"] }],
  ["9007199254740991", 9007199254740991],
  ["9007199254740993", 9007199254740993n],
  ["[9223372036854775807,-9223372036854775808]", [9223372036854775807n, -9223372036854775808n]],
  // A float of as many digits is no integer.
  ["[9007199254740993.0,1234567890123456e3]", [9007199254740992, 1234567890123456000]],
  // As Nix 2.8 prints what is not finite.
  ["[inf,-inf,nan,-nan]", [null, null, null, null]],
  [
    '["inf","nan 1234567890123456789","~~1234567890123456789"]',
    ["inf", "nan 1234567890123456789", "~~1234567890123456789"],
  ],
  ['["\\"inf, 9007199254740993",9007199254740993]', ['"inf, 9007199254740993', 9007199254740993n]],
  [
    '{"9007199254740993":"~9007199254740993","b":9007199254740993}',
    { "9007199254740993": "~9007199254740993", b: 9007199254740993n },
  ],
])("%s", (text, value) => {
  expect(parseNixJson(text)).toEqual(value);
});

test("own properties keep their names", () => {
  const value = parseNixJson('{"__proto__":9007199254740993}');
  expect(Object.keys(value as object)).toEqual(["__proto__"]);
});

test.each(["", "{", "infinity", "nano", "<LAMBDA>"])("%j is refused", (text) => {
  expect(() => parseNixJson(text)).toThrow(SyntaxError);
});

test("any value comes back, and any 64-bit integer", () => {
  const value = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.string({
        unit: fc.constantFrom("~", "1", "9007199254740993", '"', "\\", "nan", "inf", "é"),
      }),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(
        fc.string({ unit: fc.constantFrom("~", "9007199254740993", "a") }),
        tie("value"),
        { maxKeys: 3, noNullPrototype: true },
      ),
    ),
  })).value;
  const write = (one: unknown): string => {
    if (typeof one === "bigint") return String(one);
    if (Array.isArray(one)) return `[${one.map(write).join(",")}]`;
    if (typeof one === "object" && one !== null) {
      return `{${Object.entries(one)
        .map(([name, inner]) => `${JSON.stringify(name)}:${write(inner)}`)
        .join(",")}}`;
    }
    return JSON.stringify(one);
  };
  const read = (one: unknown): unknown => {
    if (typeof one === "bigint") return Number.isSafeInteger(Number(one)) ? Number(one) : one;
    if (Array.isArray(one)) return one.map(read);
    if (typeof one === "object" && one !== null) {
      return Object.fromEntries(Object.entries(one).map(([name, inner]) => [name, read(inner)]));
    }
    return one;
  };
  fc.assert(
    fc.property(value, (one) => {
      expect(parseNixJson(write(one))).toEqual(read(one));
    }),
  );
});
