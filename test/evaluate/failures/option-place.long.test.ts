import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { describeWith } from "../../nix/support/tools.js";
import { folderWith, marked, start, type ShownProblem } from "../../support/program.js";
import { fixture, privateStore } from "../support/private-store.js";

const state = 'system: { stateVersion: "26.05" }';

/** A container's `config` with one mistake, which is marked; what stands beside the containers. */
const mistakes: readonly (readonly [what: string, config: string, beside?: string])[] = [
  [
    "the second list of mkMerge",
    `{ ${state}, networking: { firewall: { allowedTCPPorts: lib.mkMerge([[80], [«"x"]]) } } }`,
  ],
  ["a template beside an object", `[{ ${state} }, nix\`{ «services.nginx.enable = 3; }\`]`],
  ["a template beside the defaults", `nix\`{ «services.nginx.enable = 3; }\``, "defaults"],
  [
    "a template beside a good definition",
    `[{ ${state}, services: { nginx: { enable: true } } }, nix\`{ «services.nginx.enable = 3; }\`]`,
  ],
  ["imports of an object", `{ ${state}, imports: [nix\`{ «services.nginx.frob = 1; }\`] }`],
  [
    "a function of a template",
    `nix\`{ lib, ... }: { services.nginx = { «enable = 3; }; system.stateVersion = "26.05"; }\``,
  ],
  [
    "a template of two lines",
    `nix\`{ lib, ... }: {\n  system.stateVersion = "26.05";\n  «services.nginx.enable = 3; }\``,
  ],
  ["a template within an object", `{ ${state}, services: nix\`{ nginx = { «enable = 3; }; }\` }`],
  [
    "the second of two templates",
    `[nix\`{ services.nginx.enable = true; }\`, nix\`{ «services.nginx.enable = 3; }\`, { ${state} }]`,
  ],
  [
    "a template, as deep as its names lead",
    `[{ ${state} }, nix\`let nginx.enable = 3; in { «services = { inherit nginx; }; }\`]`,
  ],
  [
    "the one template that may have it",
    `[{ ${state} }, «nix\`builtins.fromJSON "{\\"services\\":{\\"nginx\\":{\\"enable\\":3}}}"\`]`,
  ],
];

describeWith("nix-instantiate")("check shows at its place what NixOS refuses in", () => {
  test.each(mistakes)("%s", async (_what, config, beside = "") => {
    const containers = `a: { config: ${config} as any }`;
    const settings =
      beside === "" ? "" : `, { defaults: { config: { ${state}, networking: { firewall: {} } } } }`;
    const { text, line, column } = marked(
      `import { defineContainers, lib, nix } from "nixpawn";\n` +
        `export default defineContainers({ ${containers} }${settings});\n`,
    );
    const folder = folderWith({ "containers.ts": text });
    const words = ["check", "--generate", "--format", "json", "--nixpkgs", fixture];
    const run = await start(folder, words, { env: privateStore(folder) });
    const { problems } = JSON.parse(run.stdout) as { problems: ShownProblem[] };
    expect(problems).toMatchObject([{ file: join(folder, "containers.ts"), line, column }]);
  });
});
