import { describe, expect, test } from "@jest/globals";
import { compileText } from "../../support/compile.js";

const version = 'system: { stateVersion: "26.05" }';

/** The problems of a container `web` of these options, which reads `db`, and others. */
async function reading(web: string) {
  const { problems, hints } = await compileText(`
import { config, defineContainers, host, lib, nix, options, pkgs, text } from "nixpawn";
const shared = { port: config.my.port };
export default defineContainers({
  db: { autoStart: true, specialArgs: { a: host.config.a }, config: { ${version}, services: {
    reference: { a: config.my.port },
    options: { a: options.my.port },
    bare: { a: nix\`config.my.port\` },
    hole: { a: nix\`[ \${config.my.port} ]\` },
    call: { a: lib.mkForce(config.my.port) },
    listed: { a: lib.mkMerge([{ b: config.my.port }]) },
    text: { a: text\`port \${config.my.port}\` },
    items: { a: [config.my.port] },
    one: shared,
    two: shared,
    packages: { a: pkgs.hello },
    library: { a: lib.mkForce(1) },
    host: { a: host.config.my.port },
    bound: { a: nix\`let config.a = 1; in config.a\` },
    plain: { a: 5432 },
  } } },
  fn: { autoStart: true, config: ({ config }) => ({ ${version}, a: config.b }) },
  forced: { autoStart: true, config: lib.mkForce({ ${version}, a: config.b }) },
  under: { autoStart: true, config: { ${version}, services: { a: lib.mkIf(host.config.x, { b: 1 }) } } },
  template: { autoStart: true, config: nix\`{ a = config.b; system.stateVersion = "26.05"; }\` },
  module: { autoStart: true, config: host.inputs.self.nixosModules.web },
  several: { autoStart: true, config: [() => ({ ${version} }), { a: 1 }] },
  web: ({ containers }: any) => ({ autoStart: true, ${web} }),
} as any);
`);
  return { problems: problems.map(([code]) => code), hints };
}

const asValue = (value: string): string => `config: { ${version}, value: ${value} }`;
const db = "containers.db.config.services";

describe("what depends on another container's own configuration", () => {
  test.each(["reference", "options", "bare", "hole", "call", "listed", "text", "items"])(
    "%s is told where it is used",
    async (kind) => {
      const read = `${db}.${kind}.a`;
      expect((await reading(asValue(read))).problems).toEqual(["NP331"]);
      expect((await reading(asValue(`${db}.${kind}`))).problems).toEqual(["NP331"]);
    },
  );

  test.each([
    ["in a template", `nix\`\${${db}.reference.a} + 1\``],
    ["in a call", `lib.toUpper(${db}.reference.a)`],
    ["and what is in it", `${db}.reference.a.deeper`],
  ])("%s is told, too", async (_where, value) => {
    expect((await reading(asValue(value))).problems).toEqual(["NP331"]);
  });

  test("is told in an option of the container, with what the host has of it", async () => {
    const { problems, hints } = await reading(
      `bindMounts: { "/a": { hostPath: ${db}.reference.a } }, config: { ${version} }`,
    );
    expect(problems).toEqual(["NP331"]);
    expect(hints[0]).toContain("`host.config.containers.db.config.my.port`");
    expect((await reading(asValue("host.config.containers.db.config.my.port"))).problems).toEqual(
      [],
    );
  });

  test.each([
    ["a set", "pg: { port: «config.a.b» }", "{ x: CONFIG.services.pg }"],
    ["an attribute of it", "pg: { port: «config.a.b» }", "{ x: CONFIG.services.pg.port }", false],
    ["a list", "pg: [80, «config.a.b»]", "{ x: CONFIG.services.pg }"],
    ["the items of a list", "pg: [80, «config.a.b»]", "{ x: [...CONFIG.services.pg] }"],
    ["a spread", "pg: { port: «config.a.b» }", "{ x: { ...CONFIG.services.pg } }"],
    [
      "a spread of a spread",
      "pg: { port: «config.a.b» }",
      "(() => { const of =\n{ ...CONFIG.services.pg }; return { x: { y: 1, ...of } }; })()",
    ],
  ])(
    "is shown where it is read, with where it is written: %s",
    async (_, pg, web, isWhole = true) => {
      const { result, mark } =
        await compileText(`import { config, defineContainers } from "nixpawn";
export default defineContainers({
  db: { autoStart: true, config: { ${version}, services: { ${pg} } } },
  web: ({ containers }: any) => ({ autoStart: true, config: { ${version}, services:
${web.replace("CONFIG", "containers.db.config")} } }),
} as any);\n`);
      const [problem, ...others] = result.problems;
      expect([problem?.code, others]).toEqual(["NP331", []]);
      expect(problem?.place?.start.line).toBe(web.includes("of =") ? 6 : 5);
      const related = problem?.related?.map(({ place }) => place.start.line);
      // What a function makes has the calls that led there as well.
      expect(related?.[0]).toEqual(isWhole ? Number(mark?.split(":")[1]) : undefined);
    },
  );

  test.each(["packages", "library", "host", "bound", "plain"])("%s is none", async (kind) => {
    expect((await reading(asValue(`${db}.${kind}.a`))).problems).toEqual([]);
  });

  test.each([
    ["as a whole container", "...containers.db"],
    ["as a whole config", "config: containers.db.config"],
    ["as a config with more", "config: { ...containers.db.config, a: 1 }"],
    ["as one module of several", "config: [{ a: 1 }, containers.db.config]"],
    ["as an import", `config: { ${version}, imports: [containers.db.config] }`],
    [
      "as one option",
      `config: { ${version}, services: { text: containers.db.config.services.text } }`,
    ],
    [
      "as one of an object in two places",
      `config: { ${version}, services: { two: containers.db.config.services.two, one: containers.db.config.services.one } }`,
    ],
    [
      "in a longer list",
      `config: { ${version}, services: { items: { a: [1, ...containers.db.config.services.items.a] } } }`,
    ],
    [
      "as a nested container",
      `config: { ${version}, containers: { a: { config: containers.db.config } } }`,
    ],
  ])("may be copied %s", async (_how, web) => {
    expect((await reading(web)).problems).toEqual([]);
  });

  test("may be looked at without being used", async () => {
    const look = `Object.keys(${db}).filter((one) => one in ${db} && ${db}[one].a !== undefined).length`;
    expect((await reading(asValue(look))).problems).toEqual([]);
  });
});

test("a module under lib.mkForce is looked through", async () => {
  const look = async (path: string): Promise<readonly string[]> =>
    (await reading(asValue(`containers.forced.config.${path}`))).problems;
  expect(await look("system.stateVersion")).toEqual([]);
  expect(await look("services")).toEqual(["NP070"]);
  expect(await look("a.b.c")).toEqual(["NP331"]);
});

describe("a module whose values are not known", () => {
  const kinds = ["fn", "template", "module"];

  test.each(kinds)("%s is told where it is looked into", async (name) => {
    const config = `containers.${name}.config`;
    for (const look of [`${config}.services`, `${config}.name`, `${config}.a.b.c`]) {
      expect((await reading(asValue(look))).problems).toEqual(["NP070"]);
    }
  });

  test.each([
    ["a look for a name", `"a" in containers.fn.config`],
    ["a spread", "{ ...containers.fn.config }"],
    ["a list of its names", "Object.keys(containers.fn.config)"],
    ["its text", "`${containers.fn.config}`"],
    ["an option under a condition", "containers.under.config.services.a.b"],
    ["one of several modules", "containers.several.config[0].a"],
  ])("so is %s", async (_what, look) => {
    expect((await reading(asValue(look))).problems).toEqual(["NP070"]);
  });

  test.each([...kinds, "under", "several"])("%s may be copied", async (name) => {
    for (const web of [
      `config: containers.${name}.config`,
      `config: [containers.${name}.config, { a: 1 }]`,
      `...containers.${name}`,
    ]) {
      const { problems } = await reading(web);
      expect(problems.filter((code) => code !== "NP212")).toEqual([]);
    }
  });

  test("what is known of one of several is read", async () => {
    expect((await reading(asValue("containers.several.config[1].a"))).problems).toEqual([]);
  });
});
