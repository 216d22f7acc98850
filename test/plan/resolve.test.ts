import { describe, expect, test } from "@jest/globals";
import { Origins } from "../../src/load/origins/origins.js";
import { defineContainers, nix, pkgs, type Settings } from "../../src/index.js";
import { isNixExpression } from "../../src/nix/value.js";
import { readDefinition } from "../../src/plan/definition.js";
import { resolveSpecs } from "../../src/plan/resolve.js";

const valuePlaces = { placeOf: () => undefined, origins: undefined };

function resolve(containers: Readonly<Record<string, unknown>>, settings: unknown = {}) {
  const defined = defineContainers(containers as never, settings as Settings);
  const { specs, problems } = resolveSpecs(
    readDefinition(defined, false, valuePlaces),
    valuePlaces,
  );
  return {
    specs: { ...specs },
    problems: problems.map(({ code, path }) => [code, path]),
    all: problems,
  };
}

interface Given {
  readonly name: string;
  readonly containers: View;
}

/** What a function sees of the others, as far as it looks. */
interface View {
  readonly [name: string]: View | undefined;
}

const throwing = (value: unknown) => (): never => {
  throw value as Error;
};

describe("a container that is a function", () => {
  test("is given its name and the others, whatever their order", () => {
    const { specs, problems } = resolve({
      web: ({ name, containers }: Given) => ({
        flake: name,
        localAddress: containers.db?.localAddress,
      }),
      db: ({ name }: Given) => ({ localAddress: `10.0.0.${name.length}` }),
    });
    expect(problems).toEqual([]);
    expect(specs).toEqual({
      web: { flake: "web", localAddress: "10.0.0.2" },
      db: { localAddress: "10.0.0.2" },
    });
  });

  test("is called once, and only if it is there", () => {
    const calls: string[] = [];
    const made = (name: string, options: object) => () => {
      calls.push(name);
      return options;
    };
    resolve({
      a: ({ containers }: Given) => {
        calls.push("a");
        const { b, c } = containers;
        return { ...b, x: c?.x, y: c?.x, names: Object.keys(containers), has: "z" in containers };
      },
      b: made("b", {}),
      c: made("c", { x: 1 }),
    });
    expect(calls).toEqual(["a", "b", "c"]);
  });

  test("sees the others with the defaults merged in", () => {
    const { specs } = resolve(
      { web: ({ containers }: Given) => ({ flake: containers.db?.hostBridge }), db: {} },
      { defaults: (name: string) => ({ hostBridge: `br-${name}` }) },
    );
    expect(specs).toMatchObject({ web: { flake: "br-db", hostBridge: "br-web" } });
  });

  test("sees them as they are: to list, to spread, to ask", () => {
    const { specs } = resolve({
      web: ({ containers }: Given) => {
        const db = containers.db ?? {};
        return {
          all: Object.entries(containers).map(([name, one]) => [name, one === containers[name]]),
          keys: Object.keys(db),
          copy: { ...db },
          has: ["x" in db, "y" in db, Object.hasOwn(db, "x")],
          json: JSON.stringify(db),
          nested: db.nested?.list?.[0],
        };
      },
      db: { x: 1, nested: { list: ["deep"] } },
    });
    expect(specs.web).toEqual({
      all: [["db", true]],
      keys: ["x", "nested"],
      copy: { x: 1, nested: { list: ["deep"] } },
      has: [true, false, true],
      json: '{"x":1,"nested":{"list":["deep"]}}',
      nested: "deep",
    });
  });

  test.each<[string, (db: Record<string, unknown>) => unknown]>([
    ["set", (db) => (db.x = 2)],
    ["add", (db) => (db.y = 2)],
    ["delete", (db) => delete db.x],
    ["assign", (db) => Object.assign(db, { x: 2 })],
  ])("cannot change them: %s", (_name, change) => {
    const { specs, all } = resolve({
      web: ({ containers }: Given) => ({
        changed: change(containers.db as Record<string, unknown>),
      }),
      db: { x: 1 },
    });
    expect(all.map(({ code, message }) => [code, message])).toEqual([
      ["NP053", "the function of container `web` threw: the other containers can only be read"],
    ]);
    expect(specs.db).toEqual({ x: 1 });
  });

  test("may be asked for a name that objects have by themselves, if it is a container", () => {
    const { specs } = resolve(
      Object.fromEntries<unknown>([
        [
          "web",
          ({ containers }: Given) =>
            Object.fromEntries(["constructor", "toString"].map((one) => [one, containers[one]?.x])),
        ],
        ["constructor", { x: 1 }],
        ["toString", { x: 2 }],
        ["__proto__", { x: 3 }],
      ]),
    );
    expect(Object.entries(specs.web as object)).toEqual([
      ["constructor", 1],
      ["toString", 2],
    ]);
    expect(Object.keys(specs)).toEqual(["web", "constructor", "toString", "__proto__"]);
  });
});

describe("an unknown name", () => {
  test("is a problem of each container that asks, with the nearest name", () => {
    const ask = ({ containers }: Given) => ({ x: containers.databse?.x });
    const { all, specs } = resolve({ a: ask, b: ask, database: {} });
    expect(all.map(({ code, path, hint }) => [code, path, hint])).toEqual([
      ["NP052", ["a"], "did you mean `database`?"],
      ["NP052", ["b"], "did you mean `database`?"],
    ]);
    expect(Object.keys(specs)).toEqual(["database"]);
  });

  test.each(["constructor", "toString", "__proto__", "hasOwnProperty"])("also %s", (name) => {
    const { problems } = resolve({ a: ({ containers }: Given) => ({ x: containers[name] }) });
    expect(problems).toEqual([["NP052", ["a"]]]);
  });
});

describe("a circle", () => {
  const on =
    (other: string) =>
    ({ containers }: Given) => ({ x: containers[other]?.x });

  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    ["of one", { a: on("a") }, "`a` → `a`"],
    ["of two", { a: on("b"), b: on("a") }, "`a` → `b` → `a`"],
    ["of three", { a: on("b"), b: on("c"), c: on("a") }, "`a` → `b` → `c` → `a`"],
    ["that others lead to", { x: on("a"), a: on("b"), b: on("a") }, "`a` → `b` → `a`"],
    [
      "in which only one is asked",
      { a: on("b"), b: ({ containers }: Given) => ({ x: "x" in (containers.a ?? {}) }) },
      "`a` → `b` → `a`",
    ],
  ])("%s is one problem that names its members", (_name, containers, members) => {
    const { all } = resolve(containers);
    expect(all.map(({ code, message }) => [code, message])).toEqual([
      ["NP051", `containers depend on each other in a circle: ${members}`],
    ]);
  });

  test("two of them are two problems", () => {
    const { problems } = resolve({ a: on("b"), b: on("a"), c: on("d"), d: on("c"), e: {} });
    expect(problems).toEqual([
      ["NP051", ["a"]],
      ["NP051", ["c"]],
    ]);
  });

  test("is none where a function only hands the other on, or asks later than it is asked", () => {
    const { problems } = resolve({
      a: ({ containers }: Given) => ({ x: 1, config: () => ({ y: containers.b?.x }) }),
      b: ({ containers }: Given) => ({ x: containers.a?.x }),
    });
    expect(problems).toEqual([]);
  });
});

describe("what goes wrong in a function", () => {
  test.each<[string, unknown, string, string]>([
    [
      "an error",
      () => {
        throw new Error("no");
      },
      "NP053",
      "the function of container `web` threw: no",
    ],
    ["nothing", throwing(null), "NP053", "the function of container `web` threw: null"],
    [
      "what has no text",
      throwing(Object.create(null)),
      "NP053",
      "the function of container `web` threw: {}",
    ],
    [
      "a promise",
      () => Promise.reject(new Error("late")),
      "NP054",
      "the function of container `web` returned a promise",
    ],
    [
      "a reference as text",
      () => ({ x: String(pkgs.curl) }),
      "NP310",
      "`pkgs.curl` is a Nix expression and has no text in TypeScript",
    ],
  ])("%s", (_name, web, code, message) => {
    const { all } = resolve({ web });
    expect(all.map((one) => [one.code, one.message, one.path])).toEqual([[code, message, ["web"]]]);
  });

  test("is a problem of that container alone, however many need it", () => {
    const { problems, specs } = resolve({
      a: ({ containers }: Given) => ({ x: containers.bad?.x }),
      bad: () => {
        throw new Error("no");
      },
      b: ({ containers }: Given) => ({ x: containers.bad?.x }),
      c: {},
    });
    expect(problems).toEqual([["NP053", ["bad"]]]);
    expect(Object.keys(specs)).toEqual(["c"]);
  });

  test("a getter in place of a container", () => {
    const { problems } = resolve({
      get web() {
        throw new Error("no");
      },
    });
    expect(problems).toEqual([["NP053", ["web"]]]);
  });

  test("getters and proxies under defaults", () => {
    const { problems } = resolve(
      {
        web: {
          get autoStart() {
            throw new Error("no");
          },
        },
        db: {
          config: new Proxy(
            {},
            {
              ownKeys: () => {
                throw new Error("no");
              },
            },
          ),
        },
      },
      { defaults: { config: { a: 1 } } },
    );
    expect(problems).toEqual([
      ["NP307", ["web", "autoStart"]],
      ["NP307", ["db", "config"]],
    ]);
  });
});

describe("the function of the defaults", () => {
  test.each<[unknown, string]>([
    [
      () => {
        throw new Error("no");
      },
      "NP053",
    ],
    [() => Promise.resolve({}), "NP054"],
    [() => 7, "NP055"],
    [() => null, "NP055"],
    [() => [], "NP055"],
    [() => nix`x`, "NP055"],
  ])("%p fails once for all containers", (defaults, code) => {
    expect(resolve({ a: {}, b: {}, c: {} }, { defaults }).problems).toEqual([[code, undefined]]);
  });

  test("may give nothing for a container", () => {
    const defaults = (name: string) => (name === "a" ? { x: 1 } : undefined);
    expect(resolve({ a: {}, b: {} }, { defaults }).specs).toEqual({ a: { x: 1 }, b: {} });
  });
});

test("an expression in place of a container is left to the schema", () => {
  const { specs, problems } = resolve({ a: pkgs.curl, b: nix`x` });
  expect(problems).toEqual([]);
  expect([isNixExpression(specs.a), isNixExpression(specs.b)]).toEqual([true, true]);
});

test("a container that failed has its place all the same", () => {
  const origins = new Origins();
  const containers = {
    web: () => {
      throw new Error("no");
    },
  };
  const place = { file: "/a.ts", start: { line: 7, column: 1 } };
  origins.setKey(containers, "web", { value: place });
  const definition = readDefinition(defineContainers(containers as never), false, valuePlaces);
  const { specs, problems } = resolveSpecs(definition, { placeOf: () => undefined, origins });
  expect(origins.locate(specs, problems[0]?.path ?? [])?.place).toEqual(place);
});
