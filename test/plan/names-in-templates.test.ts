import { describe, expect, test } from "@jest/globals";
import { config, defineContainers, host, lib, nix, options, pkgs } from "../../src/index.js";
import type { Problem } from "../../src/problems/problem.js";
import { makePlan } from "../../src/plan/make-plan.js";
import { resolveConfig } from "../../src/plan/resolve-config.js";

type Containers = Parameters<typeof defineContainers>[0];

function problemsOf(
  containers: Readonly<Record<string, unknown>>,
  hostArguments?: readonly string[],
): Problem[] {
  const exported = defineContainers(containers as Containers, {
    ...(hostArguments === undefined ? {} : { hostArguments }),
  });
  const loaded = {
    file: "/project/containers.ts",
    exported,
    inputs: [],
    fromCache: false,
    origins: undefined,
    told: [],
    absentTexts: [],
    placeOf: () => undefined,
  };
  return makePlan(loaded, resolveConfig(loaded)).problems.filter(({ code }) =>
    /^NP(?:32|055)/.test(code),
  );
}

const inConfig = (value: unknown): Readonly<Record<string, unknown>> => ({
  web: { autoStart: true, specialArgs: { role: 1 }, config: { a: value } },
});

describe("a name in a template that nothing binds", () => {
  test.each([
    ["a package", nix`hello`, "warning", "pkgs.hello"],
    ["one letter missing", nix`pkg.hello`, "error", "`pkgs`"],
    ["two letters swapped", nix`lbi.id 1`, "error", "`lib`"],
    ["a letter twice", nix`connfig.a`, "error", "`config`"],
    ["a value of Nix", nix`flase`, "error", "did you mean `false`?"],
    ["a value, doubled", nix`{ a = truee; }`, "error", "did you mean `true`?"],
    ["a value, a letter missing", nix`if nul == 1 then 2 else 3`, "error", "`null`"],
    ["a value in other letters", nix`True`, "error", "did you mean `true`?"],
    ["a value of another language", nix`undefined`, "error", "did you mean `null`?"],
    ["the functions of Nix", nix`builtin.toJSON { }`, "error", "did you mean `builtins`?"],
    ["a package whose name is near one", nix`[ tree ]`, "warning", "pkgs.tree"],
    ["the shell's", nix`"\${HOME}/x"`, "error", '${"${HOME}"}'],
    ["the shell's in lines", nix`''\${A_B1} x''`, "error", '${"${A_B1}"}'],
    ["the host's own, perhaps", nix`site.name`, "warning", 'hostArguments: ["site"]'],
    ["the host of TypeScript", nix`host.config.a`, "warning", "${host.config.…}"],
    ["the shell's with a default", nix`"\${HOME:-/root}/x"`, "error", '${"${HOME:-/root}"}'],
    ["the shell's, a function to Nix", nix`''\${STATE_DIR:-5}''`, "error", "${STATE_DIR:-5}"],
    ["a part of the shell's", nix`"\${name:0:3}"`, "error", "${name:0:3}"],
    ["the shell's by number", nix`''echo \${1}''`, "error", '${"${1}"}'],
    ["the shell's by another name", nix`"\${!name}"`, "error", '${"${!name}"}'],
    ["the shell's that must be there", nix`"\${name?gone}"`, "error", '${"${name?gone}"}'],
    ["the shell's in other words", nix`"\${name//a/b}"`, "error", '${"${name//a/b}"}'],
    ["the shell's with a dash", nix`"\${HOME-5}"`, "error", "${HOME-5}"],
    ["lib's, without it", nix`mkIf true 1`, "warning", "`lib.mkIf`"],
    ["lib's, of a list", nix`[ (concatStringsSep "," [ ]) ]`, "warning", "lib.concat"],
    ["lib's, or the shell's", nix`"\${count}"`, "warning", "`lib.count`; for the text"],
    ["Nix's, without builtins", nix`toJSON { }`, "warning", "`builtins.toJSON`"],
    ["inherited", nix`{ inherit hello; }`, "warning", "pkgs.hello"],
    ["in a template in a template", nix`[ ${nix`hello`} ]`, "warning", "pkgs.hello"],
    ["of capitals, where no shell is", nix`HOME`, "warning", "hostArguments"],
  ])("%s", (_what, value, severity, hint) => {
    expect(problemsOf(inConfig(value))).toMatchObject([
      { severity, hint: expect.stringContaining(hint), path: ["web", "config", "a"] },
    ]);
  });

  test.each([
    ["arguments", nix`[ config.a lib.b pkgs.c options.d modulesPath utils.e ]`],
    ["customs of flakes", nix`[ inputs.a self.b outputs.c ]`],
    ["arguments of the container", nix`role.a`],
    ["what the template binds", nix`let a = 1; in (b: { c, d ? b }: [ a b c d ])`],
    ["what a template around binds", nix`let hello = 1; in ${nix`hello`}`],
    ["what may come of a set", nix`with pkgs; [ hello HOME ]`],
    ["Nix's own", nix`builtins.map toString [ true null __curPos ]`],
    ["numbers in a string", nix`"\${toString 1}\${if !true then "1" else "2"}"`],
    ["a function in a string", nix`"\${(x: -5) 1} \${"a:-b"}"`],
    ["the host's by its owner", host.site],
    ["the shell's as text", nix`"${"${HOME}"}/x"`],
    ["Nix's own escape", nix`''''\${HOME}''`],
  ])("is none of %s", (_what, value) => {
    expect(problemsOf(inConfig(value))).toEqual([]);
  });

  test("is told once for a template", () => {
    expect(problemsOf(inConfig(nix`[ hello hello ]`))).toHaveLength(1);
  });

  test("unless the config says that there is such an argument", () => {
    expect(problemsOf(inConfig(nix`site.name`), ["site"])).toEqual([]);
    expect(problemsOf(inConfig(nix`sites.name`), ["site"])).toHaveLength(1);
    expect(problemsOf(inConfig(1), ["a b"])).toMatchObject([{ code: "NP055" }]);
  });

  test("nor a function's argument", () => {
    const module = ({ site }: Record<string, unknown>): object => ({ a: site, b: nix`site.x` });
    expect(problemsOf({ web: { specialArgs: { site: 1 }, config: module } })).toEqual([]);
  });
});

const { mkIf } = lib as Readonly<Record<"mkIf", (...given: unknown[]) => unknown>>;

type Arguments = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

describe("an argument of a module's function that nothing gives", () => {
  test.each([
    ["two letters swapped", ({ pgks }: Arguments) => ({ a: pgks?.curl }), "error", "`pkgs`"],
    ["a letter missing", ({ confg }: Arguments) => ({ a: [{ b: confg?.x }] }), "error", "`config`"],
    ["one of flakes", ({ inputs }: Arguments) => ({ a: inputs }), "warning", "host.inputs"],
    [
      "in a template",
      ({ inputs }: Arguments) => ({ a: nix`${inputs as never}.x` }),
      "warning",
      "specialArgs",
    ],
    [
      "one more letter",
      ({ roles }: Arguments) => ({ a: roles }),
      "warning",
      "did you mean `role`?",
    ],
  ])("%s", (_what, module, severity, hint) => {
    const config = { imports: [{ b: 1 }, module] };
    expect(problemsOf({ web: { specialArgs: { role: 1 }, config } })).toMatchObject([
      { code: "NP326", severity, hint: expect.stringContaining(hint) },
    ]);
  });

  test.each<[string, Record<string, unknown>]>([
    [
      "NixOS's own",
      { config: ({ utils, modulesPath }: Arguments) => ({ a: [utils, modulesPath] }) },
    ],
    ["one that is not used", { config: ({ site }: Arguments) => ({ a: site === undefined }) }],
    [
      "those of specialArgs that Nix alone knows",
      { specialArgs: host.site, config: ({ pkg }: Arguments) => ({ a: pkg }) },
    ],
    [
      "what the module sets itself",
      { config: ({ site }: Arguments) => ({ _module: { args: { site: 1 } }, a: site }) },
    ],
    [
      "what another module sets",
      {
        config: [
          { _module: { args: nix`{ inherit (config) x; }` } },
          ({ x }: Arguments) => ({ a: x }),
        ],
      },
    ],
    [
      "what is set under a condition",
      {
        config: [mkIf(true, { _module: { args: { x: 1 } } }), ({ x }: Arguments) => ({ a: x })],
      },
    ],
    [
      "that of a user of home-manager",
      {
        config: {
          "home-manager": {
            users: { a: ({ osConfig, lib: own }: Arguments) => ({ b: osConfig, c: own }) },
          },
        },
      },
    ],
  ])("is none of %s", (_what, options) => {
    expect(problemsOf({ web: options })).toEqual([]);
  });

  test("nor of those that the config declares", () => {
    const module = ({ inputs }: Arguments) => ({ a: inputs });
    expect(problemsOf({ web: { config: module } }, ["inputs"])).toEqual([]);
    expect(problemsOf({ web: { specialArgs: { inputs: 1 }, config: module } })).toEqual([]);
  });
});

describe("the container's own, outside of its config", () => {
  test.each([
    ["config", config.a?.["b-c"], "NP320", "error", '`host.config.a["b-c"]`'],
    ["options", options.a, "NP320", "error", "`host.options.a`"],
    ["pkgs", pkgs.hello, "NP321", "warning", "`host.pkgs.hello`"],
    ["in a template", nix`"${config.a}/x"`, "NP320", "error", "`host.config.a`"],
  ])("%s", (_what, value, code, severity, hint) => {
    expect(problemsOf({ web: { bindMounts: { "/a": { hostPath: value } } } })).toMatchObject([
      {
        code,
        severity,
        hint: expect.stringContaining(hint),
        path: ["web", "bindMounts", "/a", "hostPath"],
      },
    ]);
  });
});

describe("one template with two meanings", () => {
  test("is told, also of two containers", () => {
    const both = nix`config.networking.domain`;
    expect(
      problemsOf({
        a: { specialArgs: { domain: both } },
        b: { config: { networking: { search: both } } },
      }),
    ).toMatchObject([{ code: "NP322", severity: "error" }]);
  });

  test("is told of a container and of a function within it", () => {
    const both = nix`config.networking.hostName`;
    const config = (user: unknown): object => ({
      networking: { search: both },
      "home-manager": { users: { ann: user } },
    });
    const told = problemsOf({ a: { config: config(() => ({ a: both })) } });
    expect(told).toMatchObject([
      { code: "NP322", severity: "error", message: expect.stringContaining("a function within") },
    ]);
    expect(problemsOf({ a: { config: config({ a: both }) } })).toEqual([]);
    const packages = nix`pkgs.hello`;
    const shared = { p: packages, "home-manager": { users: { ann: () => ({ p: packages }) } } };
    expect(problemsOf({ a: { config: shared } })).toEqual([]);
  });

  test.each([
    ["of packages, a warning", nix`pkgs.hello`, ["warning"]],
    ["of the library, none", nix`lib.id 1`, []],
    ["of values with an owner, none", nix`"${host.config.a}"`, []],
    ["of what it binds, none", nix`let config = 1; in config`, []],
  ])("%s", (_what, value, severities) => {
    const containers = { web: { specialArgs: { a: value }, config: { b: value } } };
    expect(problemsOf(containers).map(({ severity }) => severity)).toEqual(severities);
  });
});

test("`host` alone is no value", () => {
  expect(problemsOf(inConfig(host))).toMatchObject([{ code: "NP329" }]);
  expect(problemsOf(inConfig(nix`"${host as never}"`))).toMatchObject([{ code: "NP329" }]);
});

test("a module's argument in another module is told", () => {
  let leaked: unknown;
  const first = (given: Record<string, unknown>): object => {
    leaked = given.config;
    return {};
  };
  const second = (): object => ({ a: leaked });
  expect(problemsOf({ a: { config: first }, b: { config: second } })).toMatchObject([
    { code: "NP328", path: ["b", "config"] },
  ]);
});
