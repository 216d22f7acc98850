import { describe, expect, test } from "@jest/globals";
import { Origins } from "../../../src/load/origins/origins.js";
import { file, nix } from "../../../src/index.js";
import { printExpression } from "../../../src/nix/printer.js";
import { mergeDefaults } from "../../../src/plan/defaults/defaults.js";
import { compileText } from "../../support/compile.js";

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

/** A container `web`, of these options or as a whole, over defaults, as Nix. */
async function printed(own: string, defaults: string): Promise<string> {
  const container = own.startsWith("lib.") ? own : `{ ${own} }`;
  const { result } = await compileText(
    `import { config, defineContainers, file, host, lib, nix, pkgs } from "nixpawn";
export default defineContainers({ web: ${container} } as any, { defaults: { ${defaults} } } as any);\n`,
  );
  const kinds = result.problems.filter(({ severity }) => severity === "error");
  expect(kinds).toEqual([]);
  const [web] = result.plan?.containers ?? [];
  return web === undefined ? "" : printExpression(web.syntax);
}

const version = 'system: { stateVersion: "26.05" }';

describe("beside a condition of the container's, the default counts when it does not hold", () => {
  test.each<[what: string, own: string, defaults: string, nix: string]>([
    [
      "a word, which loses against it",
      "autoStart: lib.mkIf(host.config.x, false)",
      "autoStart: true",
      `autoStart = lib.mkMerge [
  (lib.mkDefault true)
  (lib.mkIf config.x false)
];`,
    ],
    [
      "a word that is as weak as the container's",
      "autoStart: lib.mkIf(host.config.x, lib.mkDefault(false))",
      "autoStart: true",
      `autoStart = lib.mkMerge [
  (lib.mkIf (!config.x) true)
  (lib.mkIf config.x (lib.mkDefault false))
];`,
    ],
    [
      "a list",
      'tmpfs: lib.mkMerge([lib.mkIf(host.config.x, ["/x"]), lib.mkIf(nix`${host.config.y} || y`, ["/y"])])',
      'tmpfs: ["/var"]',
      `tmpfs = lib.mkMerge [
  (lib.mkIf (!config.x && !(config.y || y)) [ "/var" ])
  (lib.mkIf config.x [ "/x" ])
  (lib.mkIf (config.y || y) [ "/y" ])
];`,
    ],
    [
      "under the opposite of an opposite",
      'tmpfs: lib.mkIf(nix`!${host.config.x}`, ["/x"])',
      'tmpfs: ["/var"]',
      `tmpfs = lib.mkMerge [
  (lib.mkIf config.x [ "/var" ])
  (lib.mkIf (!config.x) [ "/x" ])
];`,
    ],
    [
      "never, beside a condition and its opposite",
      'tmpfs: lib.mkMerge([lib.mkIf(host.config.x, ["/x"]), lib.mkIf(nix`!${host.config.x}`, ["/y"])])',
      'tmpfs: ["/var"]',
      `tmpfs = lib.mkMerge [
  (lib.mkIf config.x [ "/x" ])
  (lib.mkIf (!config.x) [ "/y" ])
];`,
    ],
    [
      "a set of which it sets a part",
      'bindMounts: lib.mkIf(host.config.x, { "/a": { hostPath: "/x" } })',
      'bindMounts: { "/a": { hostPath: "/a", isReadOnly: false }, "/b": { hostPath: "/b" } }',
      `bindMounts = lib.mkMerge [
  {
    "/a" = {
      hostPath = lib.mkDefault "/a";
      isReadOnly = false;
    };
    "/b".hostPath = "/b";
  }
  (lib.mkIf config.x { "/a".hostPath = "/x"; })
];`,
    ],
    ["always, beside nothing", "tmpfs: lib.mkMerge([])", 'tmpfs: ["/var"]', 'tmpfs = [ "/var" ];'],
    [
      "a default under a condition",
      'bindMounts: { "/b": { hostPath: "/b" } }',
      'bindMounts: lib.mkIf(host.config.x.y, { "/a": { hostPath: "/a" }, "/b": { isReadOnly: false } })',
      `bindMounts = lib.mkMerge [
  (lib.mkIf config.x.y {
    "/a".hostPath = "/a";
    "/b".isReadOnly = false;
  })
  { "/b".hostPath = "/b"; }
];`,
    ],
    [
      "several beside several",
      'bindMounts: lib.mkMerge([{ "/b": { hostPath: "/b" } }])',
      'bindMounts: lib.mkMerge([{ "/a": { hostPath: "/a" } }, { "/b": { hostPath: "/low" } }])',
      `bindMounts = lib.mkMerge [
  { "/a".hostPath = "/a"; }
  { "/b".hostPath = "/b"; }
];`,
    ],
    [
      "never beside a plain value, whatever strength it says",
      'autoStart: true, tmpfs: lib.mkMerge([["/a"]])',
      'autoStart: lib.mkForce(false), tmpfs: lib.mkForce(["/b"])',
      `autoStart = true;
tmpfs = lib.mkMerge [ [ "/a" ] ];`,
    ],
    [
      "with its own strength where the container says nothing",
      'bindMounts: { "/b": { hostPath: "/b" } }',
      'bindMounts: lib.mkForce({ "/a": { hostPath: "/a" } })',
      `bindMounts = {
  "/a" = lib.mkForce { hostPath = "/a"; };
  "/b".hostPath = "/b";
};`,
    ],
    [
      "beside a set that the container weakens",
      'bindMounts: lib.mkDefault({ "/b": { hostPath: "/b" } })',
      'bindMounts: { "/a": { hostPath: "/a" } }',
      `bindMounts = {
  "/a".hostPath = "/a";
  "/b" = lib.mkDefault { hostPath = "/b"; };
};`,
    ],
  ])("%s", async (_what, own, defaults, nix) => {
    const text = await printed(own, `config: { ${version} }, ${defaults}`);
    const options = nix.replace(/^(?=.)/gm, "  ").split(/\n(?= {2}[a-z])/);
    const all = [...options, '  config.system.stateVersion = "26.05";'].sort();
    expect(text).toBe(`{\n${all.join("\n")}\n}`);
  });
});

describe("modules", () => {
  test.each<[what: string, own: string, defaults: string, nix: string]>([
    [
      "under a condition of the host's",
      "config: lib.mkIf(host.config.a, { services: { nginx: { enable: true } } })",
      `config: { services: { nginx: { enable: false } }, ${version} }`,
      `{
  config = lib.mkMerge [
    { system.stateVersion = "26.05"; }
    (lib.mkIf (!config.a) { services.nginx.enable = false; })
    (lib.mkIf config.a { services.nginx.enable = true; })
  ];
}`,
    ],
    [
      "several under a whole container's conditions",
      `lib.mkMerge([{ config: { ${version} } }, lib.mkIf(host.config.a, { config: { networking: { hostName: "x" } } })])`,
      'config: { networking: { hostName: "y" } }',
      `lib.mkMerge [
  (lib.mkIf (!config.a) { config.networking.hostName = "y"; })
  { config.system.stateVersion = "26.05"; }
  (lib.mkIf config.a { config.networking.hostName = "x"; })
]`,
    ],
    [
      "in lists",
      `config: [{ ${version} }, lib.mkIf(host.config.a, { services: { a: true } })]`,
      `config: [{ system: { stateVersion: "20.05" } }, { services: { a: false, b: true } }]`,
      `{
  config = lib.mkMerge [
    { services.b = true; }
    (lib.mkIf (!config.a) { services.a = false; })
    { system.stateVersion = "26.05"; }
    (lib.mkIf config.a { services.a = true; })
  ];
}`,
    ],
    [
      "with conditions of its own within one of the host's",
      `lib.mkMerge([{ config: { ${version} } }, lib.mkIf(host.config.a, { config: ({ config }: any) => ({ d: config.e }) })])`,
      'config: { b: "b", c: lib.mkIf(nix`config.x`, "c") }',
      `lib.mkMerge [
  {
    config = { config, lib, ... }: {
      b = "b";
      c = lib.mkIf config.x "c";
      system.stateVersion = "26.05";
    };
  }
  (lib.mkIf config.a {
    config = { config, ... }: { d = config.e; };
  })
]`,
    ],
    [
      "in the long form",
      "config: { options: {}, config: { a: 1 } }",
      `config: { imports: [{ b: 1 }], a: 2, ${version} }`,
      `{
  config = {
    imports = [ { b = 1; } ];
    config = {
      a = 1;
      system.stateVersion = "26.05";
    };
    options = { };
  };
}`,
    ],
    [
      "of which both sides import some",
      "config: { imports: [{ b: 1 }], a: 1 }",
      `config: { imports: [{ c: 1 }], ${version} }`,
      `{
  config = {
    imports = [
      { c = 1; }
      { b = 1; }
    ];
    a = 1;
    system.stateVersion = "26.05";
  };
}`,
    ],
    [
      "of users and specialisations that are functions",
      'config: { "home-manager": { users: { ann: ({ config }: any) => ({ a: config.b }) } }, specialisation: { x: { configuration: () => ({ a: 1 }) } } }',
      `config: { "home-manager": { users: { ann: { c: 1 } } }, specialisation: { x: { configuration: { b: 1 } } }, ${version} }`,
      `{
  config = {
    home-manager.users.ann.imports = [
      { c = 1; }
      ( { config, ... }: { a = config.b; } )
    ];
    specialisation.x.configuration.imports = [
      { b = 1; }
      { a = 1; }
    ];
    system.stateVersion = "26.05";
  };
}`,
    ],
    [
      "of a container within, which is a function",
      "config: { containers: { in: () => ({ autoStart: true }) } }",
      `config: { containers: { in: { ephemeral: true } }, ${version} }`,
      `{
  config = { lib, ... }: {
    containers."in" = lib.mkMerge [
      { ephemeral = true; }
      { config = { autoStart = true; }; }
    ];
    system.stateVersion = "26.05";
  };
}`,
    ],
    [
      "and values that NixOS takes as they are",
      "config: { nixpkgs: lib.mkIf(nix`config.x`, { config: { allowUnfree: false } }), environment: { systemPackages: lib.mkMerge([]) } }",
      `config: { nixpkgs: { config: { allowUnfree: true, b: 1 } }, environment: { systemPackages: [pkgs.vim] }, ${version} }`,
      `{
  config = { config, lib, pkgs, ... }: {
    environment.systemPackages = [ pkgs.vim ];
    nixpkgs = lib.mkMerge [
      { config.b = 1; }
      (lib.mkIf (!config.x) { config.allowUnfree = true; })
      (lib.mkIf config.x { config.allowUnfree = false; })
    ];
    system.stateVersion = "26.05";
  };
}`,
    ],
    [
      "that are weak themselves",
      `config: lib.mkDefault({ a: 1 })`,
      `config: { a: 2, ${version} }`,
      `{
  config = { lib, ... }: {
    a = lib.mkDefault 1;
    system.stateVersion = "26.05";
  };
}`,
    ],
  ])("%s", async (_what, own, defaults, nix) => {
    const text = await printed(own, defaults);
    expect(text.replace(/\s+/g, " ")).toBe(nix.replace(/\s+/g, " "));
  });
});

describe("a whole container", () => {
  test.each<[what: string, own: string, nix: string]>([
    [
      "that is weaker in a part",
      "lib.mkMerge([lib.mkDefault({ autoStart: false }), lib.mkIf(host.config.a, { autoStart: true })])",
      `lib.mkMerge [
  (lib.mkDefault { config.system.stateVersion = "26.05"; })
  (lib.mkIf config.a {
    autoStart = lib.mkDefault true;
    config.system.stateVersion = "26.05";
  })
  (lib.mkDefault { autoStart = false; })
  (lib.mkIf config.a { autoStart = true; })
]`,
    ],
    [
      "with a weak word in a part",
      "lib.mkIf(host.config.a, lib.mkMerge([{ autoStart: lib.mkDefault(false) }, { ephemeral: true }]))",
      `lib.mkIf config.a (
  lib.mkMerge [
    {
      autoStart = lib.mkDefault false;
      config.system.stateVersion = "26.05";
    }
    { ephemeral = true; }
  ]
)`,
    ],
    [
      "with a word under a condition",
      "lib.mkMerge([lib.mkIf(host.config.a, { autoStart: false, tmpfs: [] }), lib.mkIf(host.config.b, {})])",
      `lib.mkMerge [
  (lib.mkIf (config.a || config.b) {
    autoStart = lib.mkDefault true;
    config.system.stateVersion = "26.05";
  })
  (lib.mkIf ((config.a || config.b) && !config.a) { tmpfs = [ "/low" ]; })
  (lib.mkIf config.a {
    autoStart = false;
    tmpfs = [ ];
  })
  (lib.mkIf config.b { })
]`,
    ],
  ])("%s", async (_what, own, nix) => {
    const tmpfs = own.includes("tmpfs") ? ', tmpfs: ["/low"]' : "";
    const text = await printed(own, `autoStart: true${tmpfs}, config: { ${version} }`);
    expect(text).toBe(nix);
  });
});

test.each(["lib.mkMerge([])", "lib.mkIf(host.config.a, lib.mkMerge([]))"])(
  "%s is no container, whatever the defaults",
  async (own) => {
    const { problems } = await compileText(
      `import { defineContainers, host, lib } from "nixpawn";
export default defineContainers({ web: ${own} }, { defaults: { autoStart: true, config: { ${version} } } });\n`,
    );
    expect(problems.map(([code]) => code)).toEqual(["NP209"]);
  },
);
