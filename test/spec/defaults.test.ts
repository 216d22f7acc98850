import { describe, expect, test } from "@jest/globals";
import { Origins } from "../../src/config/origins.js";
import { file, nix } from "../../src/index.js";
import { printExpression } from "../../src/nix/printer.js";
import { mergeDefaults } from "../../src/spec/defaults.js";
import { compileText } from "../support/compile.js";

const merge = (low: object, high: object) => mergeDefaults(low as never, high as never, undefined);
const expression = nix`x`;
const make = () => ({});

test.each<[string, object, object, unknown]>([
  ["the container wins", { a: 1, b: 2 }, { b: 3 }, { a: 1, b: 3 }],
  ["undefined is not there", { a: 1, b: undefined }, { a: undefined, c: undefined }, { a: 1 }],
  [
    "null, false and nothing are",
    { a: 1, b: 1, c: 1 },
    { a: null, b: false, c: "" },
    { a: null, b: false, c: "" },
  ],
  [
    "sets merge at any depth",
    { a: { b: { c: 1 }, d: 1 } },
    { a: { b: { e: 2 } } },
    { a: { b: { c: 1, e: 2 }, d: 1 } },
  ],
  ["lists are replaced", { a: [1, 2] }, { a: [3] }, { a: [3] }],
  ["a set replaces what is none", { a: [1], b: 1 }, { a: { x: 1 }, b: {} }, { a: { x: 1 }, b: {} }],
  ["what is none replaces a set", { a: { x: 1 } }, { a: 1 }, { a: 1 }],
  [
    "an expression replaces and is replaced",
    { a: expression, b: { x: 1 } },
    { a: { x: 1 }, b: expression },
    { a: { x: 1 }, b: expression },
  ],
  [
    "configs of sets merge",
    { config: { a: { b: 1 } } },
    { config: { a: { c: 2 } } },
    { config: { a: { b: 1, c: 2 } } },
  ],
  ["a config alone stays", { config: make }, { config: undefined }, { config: make }],
  [
    "configs of other kinds are modules",
    { config: { a: 1 } },
    { config: make },
    { config: [{ a: 1 }, make] },
  ],
  [
    "lists of modules follow each other",
    { config: [make, { a: 1 }] },
    { config: [expression] },
    { config: [make, { a: 1 }, expression] },
  ],
])("%s", (_name, low, high, merged) => {
  expect(merge(low, high)).toEqual(merged);
  expect(Object.keys(merge(low, high))).toEqual(Object.keys(merged as object));
});

test("a file of the defaults comes before the container's own module", () => {
  const given = file("./base.nix");
  expect(merge({ config: given }, { config: { a: 1 } })).toEqual({ config: [given, { a: 1 }] });
});

test("what is merged is new, what is not is the same", () => {
  const low = { a: { x: 1 }, b: { y: 1 } };
  const high = { a: { z: 1 }, c: [1] };
  const merged = merge(low, high);
  expect(low).toEqual({ a: { x: 1 }, b: { y: 1 } });
  expect(high).toEqual({ a: { z: 1 }, c: [1] });
  expect(merged.b).toBe(low.b);
  expect(merged.c).toBe(high.c);
});

test("names that objects have by themselves are names", () => {
  const low = JSON.parse('{ "__proto__": { "a": 1 }, "constructor": { "a": 1 } }') as object;
  const high = JSON.parse('{ "__proto__": { "b": 2 }, "constructor": { "b": 2 } }') as object;
  const merged = merge(low, high);
  expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
  expect(JSON.stringify(merged)).toBe('{"__proto__":{"a":1,"b":2},"constructor":{"a":1,"b":2}}');
});

test("values that contain themselves end", () => {
  const circle: Record<string, unknown> = { a: 1 };
  circle.self = circle;
  expect(merge({ config: circle }, { config: circle })).toMatchObject({ config: { a: 1 } });
});

describe("places", () => {
  const at = (line: number) => ({ value: { file: "/a.ts", start: { line, column: 1 } } });

  test("are those of what won", () => {
    const origins = new Origins();
    const low = { a: 1, s: { x: 1, y: 1 }, config: [make] };
    const high = { b: 2, s: { y: 2 }, config: { c: 3 } };
    [low, low.s, high, high.s, low.config].forEach((object, index) => {
      for (const key of Object.keys(object)) origins.setKey(object, key, at(index));
    });
    const merged = mergeDefaults(low, high, origins);
    const lineOf = (...path: (string | number)[]) => origins.locate(merged, path)?.place.start.line;
    expect([lineOf("a"), lineOf("b"), lineOf("s", "x"), lineOf("s", "y")]).toEqual([0, 2, 1, 3]);
    // The list is made here; its items were written there.
    expect([lineOf("config", 0), lineOf("config", 1)]).toEqual([4, 2]);
  });
});

test("a set beside a condition or several of the container's stays, and loses against them", async () => {
  const { result } = await compileText(
    `import { config, defineContainers, lib } from "nixpawn";
export default defineContainers(
  { web: { autoStart: true, config: {
    networking: lib.mkIf(config.a.b, { domain: "own" }),
    services: lib.mkMerge([{ nginx: { enable: true } }]),
    users: lib.mkForce({ mutableUsers: false }),
  } } },
  { defaults: { config: {
    networking: { domain: "default", hostName: lib.mkForce("h") },
    services: { openssh: { enable: true } },
    system: { stateVersion: "26.05" },
    users: { motd: "lost, as mkForce says" },
  } } },
);\n`,
  );
  expect(result.problems).toEqual([]);
  const [web] = result.plan?.containers ?? [];
  expect(web && printExpression(web.syntax)).toBe(`{
  autoStart = true;
  config =
    { config, lib, ... }:
    {
      networking = lib.mkMerge [
        {
          domain = lib.mkDefault "default";
          hostName = lib.mkForce "h";
        }
        (lib.mkIf config.a.b { domain = "own"; })
      ];
      services = lib.mkMerge [
        { openssh.enable = lib.mkDefault true; }
        (lib.mkMerge [ { nginx.enable = true; } ])
      ];
      system.stateVersion = "26.05";
      users = lib.mkForce { mutableUsers = false; };
    };
}`);
});
