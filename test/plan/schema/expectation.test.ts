import { expect, test } from "@jest/globals";
import { nix, pkgs } from "../../../src/index.js";
import { expectation, shortly } from "../../../src/plan/schema/expectation.js";
import { schemaAt } from "../../../src/plan/schema/schema-walk.js";

test.each<[(string | number)[], string]>([
  [["autoStart"], "true or false"],
  [["forwardPorts"], "a list"],
  [["forwardPorts", 0], "an object"],
  [["forwardPorts", 0, "hostPort"], "a port, 0 to 65535"],
  [["forwardPorts", 0, "protocol"], 'one of "tcp", "udp"'],
  [["privateUsers"], 'a whole number, 0 to 4294967295 or one of "no", "identity", "pick"'],
  [["localAddress6"], "an IPv6 address, with or without a prefix length"],
  [["extraFlags", 0], "a string that is not empty"],
])("%j must be %s", (path, words) => {
  const schema = schemaAt(path);
  expect(schema && expectation(schema)).toBe(words);
});

test.each([[["nothing"]], [["forwardPorts", 0, "nothing"]], [["autoStart", 0]]])(
  "there is no schema at %j",
  (path) => {
    expect(schemaAt(path)).toBeUndefined();
  },
);

test.each<[unknown, string]>([
  ["a", '`"a"`'],
  ['a"b\n', '`"a\\"b\\n"`'],
  ["x".repeat(80), `\`"${"x".repeat(57)}…"\``],
  [7, "`7`"],
  [NaN, "`NaN`"],
  [7n, "`7n`"],
  [true, "`true`"],
  [null, "`null`"],
  [undefined, "`undefined`"],
  [[1], "a list"],
  [{ a: 1 }, "an object"],
  [Object.create(null), "an object"],
  [nix`x`, "a Nix expression"],
  [new Map(), "a Map"],
  [new Date(0), "a Date"],
  [
    new (class Web {
      readonly a = 1;
    })(),
    "an instance of `Web`",
  ],
  [Symbol("x"), "a symbol"],
  [() => 1, "a function"],
])("value %# is shown in words", (value, words) => {
  expect(shortly(value)).toBe(words);
});

test("a reference, which is a function as well", () => {
  expect(shortly(pkgs.curl)).toBe("a Nix expression");
});
