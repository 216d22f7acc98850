import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { peek } from "../../../src/authoring/peek.js";
import { compileText, head } from "../../support/compile.js";
import { addressOf, defineContainers, lib, nix, pkgs } from "../../../src/index.js";
import { readDefinition } from "../../../src/plan/definition.js";
import { resolveSpecs } from "../../../src/plan/resolve.js";
import { optionSchemas } from "../../../src/plan/schema/schema-walk.js";

const valuePlaces = { placeOf: () => undefined, origins: undefined };

// A config in JavaScript may ask for anything.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Loose = any;

/** What a function makes of a container `db` of these options. */
function reading(db: unknown, look: (db: Loose, containers: Loose) => unknown) {
  let made: unknown;
  const { problems } = resolveSpecs(
    readDefinition(
      defineContainers({
        db: db as never,
        web: ({ containers }) => {
          made = look(containers.db, containers);
          return {};
        },
      }),
      false,
      valuePlaces,
    ),
    valuePlaces,
  );
  return { made, problems: problems.map(({ code }) => code), all: problems };
}

const names = Object.keys(optionSchemas);
const defaultOf = (name: string): unknown => optionSchemas[name]?.default ?? undefined;

describe("an option that was left out", () => {
  test.each(names.filter((name) => defaultOf(name) !== undefined))(
    "%s gives nixpkgs' default",
    (name) => {
      const { made, problems } = reading({}, (db) => [db[name], db[peek](name), name in db]);
      expect(problems).toEqual([]);
      expect(made).toEqual([defaultOf(name), defaultOf(name), false]);
    },
  );

  test.each(names.filter((name) => defaultOf(name) === undefined))(
    "%s is a problem at the read, and undefined where it is asked for",
    (name) => {
      for (const db of [{}, { [name]: undefined }, () => ({})]) {
        const { problems, all } = reading(db, (view) => `${view[name]}:9100`);
        expect(problems).toEqual(["NP070"]);
        expect(all[0]?.message).toBe(
          `\`containers.db.${name}\` is not set: here it would be \`undefined\``,
        );
        expect(reading(db, (view) => [view[peek](name), name in view]).made).toEqual([
          undefined,
          false,
        ]);
      }
    },
  );

  test("null is none, and is copied as null", () => {
    const db = { localAddress: null, path: "/a" };
    expect(reading(db, (view) => view.localAddress).problems).toEqual(["NP070"]);
    expect(reading(db, (view) => [{ ...view }, "localAddress" in view]).made).toEqual([db, false]);
    expect(reading({ config: { a: null } }, (view) => view.config.a).made).toBeNull();
  });
});

describe("deeper values", () => {
  const db = {
    forwardPorts: [{ hostPort: 80 }],
    extraVeths: { lan: { hostBridge: "br0" } },
    config: { networking: { hostName: "db" }, list: [1, [2]], imports: [() => ({})] },
  };

  test.each<[string, (db: Loose) => unknown, unknown]>([
    ["an item", (view) => view.forwardPorts[0].hostPort, 80],
    ["its default", (view) => view.forwardPorts[0].protocol, "tcp"],
    ["of a set", (view) => view.extraVeths.lan.hostBridge, "br0"],
    ["of its NixOS", (view) => view.config.networking.hostName, "db"],
    ["a list", (view) => view.config.list.map(String), ["1", "2"]],
    ["a list is one", (view) => Array.isArray(view.config.list), true],
    ["the same twice", (view) => view.config === view.config, true],
    ["a copy", (view) => ({ ...view.config.networking }), { hostName: "db" }],
    ["as JSON", (view) => JSON.stringify(view.forwardPorts), '[{"hostPort":80}]'],
    ["the last", (view) => view.config.list.at(-1)[0], 2],
    ["loops", (view) => Object.entries(view.config.networking), [["hostName", "db"]]],
    ["asked", (view) => view.config[peek]("services"), undefined],
  ])("are read: %s", (_name, look, expected) => {
    const { made, problems } = reading(db, look);
    expect(problems).toEqual([]);
    expect(made).toEqual(expected);
  });

  test.each<[string, (db: Loose) => unknown, string]>([
    ["of an item", (view) => `${view.forwardPorts[0].containerPort}`, "NP070"],
    ["an item", (view) => `${view.forwardPorts[1]}`, "NP070"],
    ["of its NixOS", (view) => `${view.config.networking.domain}`, "NP070"],
    ["a set", (view) => view.extraVeths.wan.hostBridge, "NP070"],
    ["of a set", (view) => `${view.extraVeths.lan.localAddress}`, "NP070"],
    ["a misspelt option", (view) => view.localAdress, "NP071"],
    ["a misspelt option that is asked for", (view) => view[peek]("localAdress"), "NP071"],
    ["a misspelt option of an item", (view) => view.forwardPorts[0].hostport, "NP071"],
    ["the container as text", (view) => `${view}`, "NP072"],
    ["a set as text", (view) => `${view.config}`, "NP072"],
    ["by toString", (view) => view.extraVeths.toString(), "NP072"],
    ["a change", (view) => view.forwardPorts.push(1), "NP053"],
    ["a change of a set", (view) => (view.config.networking.x = 1), "NP053"],
  ])("that are not there are problems: %s", (_name, look, code) => {
    expect(reading(db, look).problems).toEqual([code]);
  });

  test("are Nix values again in the container that took them", async () => {
    const { problems, result } = await compileText(
      `${head}export default defineContainers({
        db: { autoStart: true, privateNetwork: true, bindMounts: { "/a": { hostPath: "/b" } }, config: { a: { b: [1] }, system: { stateVersion: "26.05" } } },
        web: ({ containers }) => ({ autoStart: true, bindMounts: containers.db.bindMounts, config: { ...(containers.db.config as any), c: (containers.db.config as any).a } }),
        all: ({ containers }) => ({ ...containers.db, privateNetwork: false }),
      });`,
    );
    expect(problems).toEqual([]);
    expect(result.plan?.containers.map(({ name }) => name)).toEqual(["all", "db", "web"]);
  });
});

test("a container that is a Nix expression says so", () => {
  for (const db of [nix`{ }`, pkgs.curl]) {
    const { problems, all } = reading(db, (view) => view.localAddress);
    expect(problems).toEqual(["NP070"]);
    expect(all[0]?.message).toMatch(/known to Nix alone/);
  }
});

describe("addressOf", () => {
  test.each([
    ["10.0.0.2/24", "10.0.0.2"],
    ["10.0.0.2", "10.0.0.2"],
    ["fc00::2/7", "fc00::2"],
  ])("%s", (localAddress, expected) => {
    expect(reading({ localAddress }, (db) => addressOf(db)).made).toBe(expected);
    expect(
      reading({ hostAddress6: localAddress }, (db) => addressOf(db, "hostAddress6")).made,
    ).toBe(expected);
    expect(addressOf({ localAddress })).toBe(expected);
  });

  test.each<[string, unknown, string]>([
    ["not set", {}, "NP070"],
    ["null", { localAddress: null }, "NP070"],
    ["an expression", { localAddress: nix`x` }, "NP073"],
    ["a number", { localAddress: 7 }, "NP073"],
  ])("%s is a problem", (_name, db, code) => {
    expect(reading(db, (view) => addressOf(view)).problems).toEqual([code]);
    expect(reading(db, () => addressOf(db as never)).problems).toEqual([code]);
  });

  test("what is no container is a problem", () => {
    expect(reading({}, () => addressOf(undefined as never)).problems).toEqual(["NP073"]);
  });
});

describe("the place is that of the read", () => {
  test.each<[string, string]>([
    ["in a text", "`${containers.db.«localAddress}:9100`"],
    ["String()", "String(containers.db.«localAddress)"],
    ["plus", '"x" + containers.db.«hostAddress'],
    ["deeper", "(containers.db.config as any).a.«b"],
    ["destructured", "(({ «localAddress }) => localAddress)(containers.db)"],
    ["misspelt", "(containers.db as any).«localAdress"],
    ["as text", "`${«containers.db}`"],
    ["in a callback", "[containers.db].map((one) => one.«localAddress)"],
    ["by its name", 'containers.db[«"localAddress"]'],
    ["addressOf", "«addressOf(containers.db)"],
    ["in Nix", "nix`x ${containers.db.«localAddress}`"],
    ["itself", "containers.web.«localAddress"],
    ["a circle", "containers.other.«localAddress"],
  ])("%s", async (_name, read) => {
    const { problems, mark } = await compileText(
      `import { addressOf, defineContainers, nix } from "nixpawn";
export default defineContainers({
  db: { autoStart: true, config: { a: {}, system: { stateVersion: "26.05" } } },
  other: ({ containers }) => ({ autoStart: containers.web.autoStart, config: { system: { stateVersion: "26.05" } } }),
  web: ({ containers }) => {
    const value: unknown =
      ${read};
    return { autoStart: true, config: { value: value as any, system: { stateVersion: "26.05" } } };
  },
});`,
    );
    const [first] = problems;
    expect(problems).toHaveLength(1);
    if (read.includes("other")) expect(first?.[0]).toBe("NP051");
    else expect(first?.[1]?.split(":")[1]).toBe(mark?.split(":")[1]);
  });
});

describe("all containers", () => {
  const lists: Readonly<Record<string, (all: Loose) => unknown>> = {
    keys: (all) => Object.keys(all),
    values: (all) => Object.values(all).map((one: Loose) => one.path.slice(1)),
    entries: (all) => Object.entries(all).map(([name]) => name),
    spread: (all) => Object.keys({ ...all }),
    rest: ({ ...rest }: Loose) => Object.keys(rest),
    "for in": (all) => {
      const seen: string[] = [];
      for (const name in all) seen.push(name);
      return seen;
    },
    JSON: (all) => Object.keys(JSON.parse(JSON.stringify(all)) as object),
    assign: (all) => Object.keys(Object.assign({}, all) as object),
  };

  test.each(Object.entries(lists))("%s: the others", (_name, list) => {
    const { made, problems } = reading({ path: "/db" }, (_db, all) => list(all));
    expect(problems).toEqual([]);
    expect(made).toEqual(["db"]);
  });

  test("its own name is there for later", () => {
    const { made } = reading({}, (_db, all) => [
      "web" in all,
      "no" in all,
      Object.hasOwn(all, "web"),
    ]);
    expect(made).toEqual([true, false, true]);
  });
});

test("what is read is what was set, whatever it is, and nothing else is there", () => {
  let tried = 0;
  const json = fc.jsonValue({ maxDepth: 4 });
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), json),
      fc.array(fc.string(), { maxLength: 4 }),
      (config, way) => {
        tried += 1;
        const oracle = way.reduce<Loose>(
          (value, key) =>
            typeof value === "object" && value !== null && Object.hasOwn(value, key)
              ? value[key]
              : undefined,
          config,
        );
        const { made } = reading({ config }, (db) =>
          way.reduce<Loose>(
            (value, key) =>
              typeof value === "object" && value !== null && Object.hasOwn(value, key)
                ? value[key]
                : undefined,
            db.config,
          ),
        );
        expect(made).toEqual(oracle);
        expect(
          reading({ config }, (db) => structuredClone(JSON.parse(JSON.stringify(db.config)))).made,
        ).toEqual(JSON.parse(JSON.stringify(config)));
      },
    ),
  );
  console.info(`${tried} values read through a view`);
});

describe("modules in a list or under lib.mkMerge", () => {
  const objects = [{ services: { pg: { port: 7777 } } }, { services: { pg: { enable: true } } }];
  const [first, second] = objects;
  const unknown = () => ({ services: { pg: { port: 1 } } });

  test.each<[string, unknown]>([
    ["a list", objects],
    ["mkMerge", lib.mkMerge(objects)],
    ["a list with a condition", [first, lib.mkIf(nix`x`, second)]],
    ["the long form", [first, { config: second }]],
    ["a list with a function", [unknown, ...objects]],
  ])("%s: what its objects say can be read", (_what, config) => {
    const { made, problems } = reading({ config }, ({ config: of }) => [
      of.services.pg.port,
      of.services.pg.enable,
      of[peek]("services")[peek]("pg")[peek]("port"),
      "services" in of,
    ]);
    expect(problems).toEqual([]);
    expect(made).toEqual([7777, true, 7777, true]);
  });

  test.each<[string, (of: Loose) => unknown]>([
    ["a read", (of) => of.services.pg.user],
    ["of a set", (of) => of.networking],
    ["a question", (of) => of[peek]("networking")],
    ["a question further within", (of) => of.services.pg[peek]("user")],
    ["whether it is in it", (of) => "networking" in of],
  ])("%s of what only a function may say is a problem", (_what, look) => {
    const config = [unknown, ...objects];
    const { all } = reading({ config }, (db) => look(db.config));
    expect(all.map(({ code }) => code)).toEqual(["NP070"]);
    expect(all[0]?.message).toContain("not known here");
  });

  test("what no object says can be asked for", () => {
    const { made, problems } = reading({ config: objects }, ({ config: of }) => [
      of[peek]("networking"),
      "networking" in of,
      of.length,
    ]);
    expect(problems).toEqual([]);
    expect(made).toEqual([undefined, false, 2]);
  });

  test("the defaults may be such modules, or make the whole one", () => {
    const read = (defaults: object) => {
      let made: unknown;
      const { problems } = resolveSpecs(
        readDefinition(
          defineContainers(
            {
              db: { config: { services: { pg: { port: 7777 } } } },
              web: ({ containers }: Loose) => {
                made = containers.db.config.services.pg.port;
                return {};
              },
            } as never,
            { defaults },
          ),
          false,
          valuePlaces,
        ),
        valuePlaces,
      );
      return [made, problems];
    };
    expect(read({ config: lib.mkMerge([{ a: 1 }, { b: 1 }]) })).toEqual([7777, []]);
    expect(read({ config: () => ({}) })).toEqual([7777, []]);
  });
});

test("of a container under conditions, what it says itself is read", () => {
  let made: unknown;
  const { problems } = resolveSpecs(
    readDefinition(
      defineContainers(
        {
          db: lib.mkMerge([{ autoStart: true }, lib.mkIf(nix`x`, { tmpfs: ["/own"] })]),
          web: ({ containers }: Loose) => {
            made = [containers.db.tmpfs, containers.db.timeoutStartSec];
            return {};
          },
        } as never,
        { defaults: { tmpfs: ["/low"], timeoutStartSec: "7min" } },
      ),
      false,
      valuePlaces,
    ),
    valuePlaces,
  );
  expect(problems).toEqual([]);
  expect(made).toEqual([["/own"], "7min"]);
});
