import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { file, host, lib, nix, pkgs, text } from "../../../src/index.js";
import { ValueIdentity } from "../../../src/plan/memory/value-identity.js";

const identityOf = (value: unknown): string | undefined => new ValueIdentity().of(value);

describe("two values have one identity", () => {
  test("where they are the same values, and nowhere else", () => {
    const leaf = fc.oneof(
      fc.string({ unit: "binary", maxLength: 5 }),
      fc.double(),
      fc.bigInt(),
      fc.boolean(),
      fc.constantFrom(null, undefined, 0, -0, "0", "null", "t", "u", "[]", "{}", '"'),
    );
    const value = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        leaf,
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom("a", "b", "a,b", '"a"', "__proto__"), tie("value"), {
          maxKeys: 3,
        }),
      ),
    })).value;
    /** An independent way to write a value down: every text with its length before it. */
    const spelled = (one: unknown): string => {
      if (Array.isArray(one)) return `list ${one.length} ${one.map(spelled).join("")}`;
      if (typeof one === "object" && one !== null) {
        const entries = Object.entries(one);
        return `set ${entries.length} ${entries.map(([key, inner]) => `${spelled(key)}${spelled(inner)}`).join("")}`;
      }
      const said = Object.is(one, -0) ? "-0" : String(one);
      return `${typeof one} ${one === null ? "null" : ""} ${said.length} ${said} `;
    };
    fc.assert(
      fc.property(value, value, (one, other) => {
        expect(identityOf(one) === identityOf(other)).toBe(spelled(one) === spelled(other));
        expect(identityOf(structuredClone(one))).toBe(identityOf(one));
      }),
      { numRuns: 5000 },
    );
  });

  const owned = (name: string): unknown => Reflect.get(Reflect.get(host, "config") as object, name);
  const differing: readonly (readonly [string, unknown, unknown])[] = [
    ["a reference and its text", pkgs.curl, "pkgs.curl"],
    ["a selection in two steps and in one", nix`${pkgs.a}.b`, pkgs.a.b],
    ["the host's and the container's", owned("a"), nix`config.a`],
    ["one argument that is a list and two", lib.f(["a", "b"]), lib.f("a", "b")],
    ["calls in turn and one call", lib.f("a")("b"), lib.f("a", "b")],
    ["text in a hole and in the template", nix`f ${"a"}`, nix`f "a"`],
    ["two holes", nix`[ ${1} ${2} ]`, nix`[ ${2} ${1} ]`],
    ["a file and its path", file("./a.nix"), "./a.nix"],
    ["a text with an expression and without", text`a ${pkgs.b}`, "a pkgs.b"],
  ];
  test.each(differing)("not %s", (_what, one, other) => {
    expect(identityOf([one])).toBeDefined();
    expect(identityOf([one])).not.toBe(identityOf([other]));
  });

  test("not a template that stands twice and two that are alike", () => {
    const once = nix`pkgs.hello`;
    expect(identityOf([once, once])).not.toBe(identityOf([nix`pkgs.hello`, nix`pkgs.hello`]));
  });
});

describe("no identity has what only running the config tells", () => {
  const hole: unknown[] = [];
  hole[1] = 1;
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  const thrower = {
    get a(): never {
      throw new Error("no");
    },
  };
  const cases: readonly (readonly [string, unknown])[] = [
    ["a function", () => ({})],
    ["a function within", { config: { a: [() => ({})] } }],
    ["a symbol", Symbol("a")],
    ["an instance of a class", new Date(0)],
    ["a map", new Map()],
    ["a list with a hole", hole],
    ["a circle", circle],
    ["what throws when it is read", thrower],
    ["an expression with a spread beside it", { ...nix`a`, b: 1 }],
  ];
  test.each(cases)("%s", (_what, value) => {
    expect(identityOf(value)).toBeUndefined();
  });
});

test("says which templates are in a value, and whether it names files", () => {
  const identity = new ValueIdentity();
  identity.of({ a: nix`pkgs.a`, b: [nix`f ${nix`x`}`] });
  expect(identity.templates).toHaveLength(3);
  expect(identity.namesFiles).toBe(false);
  for (const one of [file("./a.nix"), nix`import ./a.nix`]) {
    const other = new ValueIdentity();
    other.of([one]);
    expect(other.namesFiles).toBe(true);
  }
});
