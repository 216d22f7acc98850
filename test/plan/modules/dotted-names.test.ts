import { expect, test } from "@jest/globals";
import { compileText, head } from "../../support/compile.js";

const state = 'system: { stateVersion: "26.05" }';

const configWith = (config: string): string =>
  `${head.replace("file,", "file, host,")}export default defineContainers({ web: { autoStart: true, config:
${config} } } as any);
`;

test.each([
  `{ «"services.nginx.enable"»: true, ${state} }`,
  `{ «"services.nginx"»: { enable: true }, ${state} }`,
  `{ config: { «"networking.hostName"»: "a", ${state} } }`,
  `() => ({ «"boot.kernelModules"»: [], ${state} })`,
  `[{ ${state} }, { «"a.b"»: 1 }]`,
  `[{ ${state} }, { config: lib.mkIf(config.a.b, { «"x.y"»: 1 }) }]`,
  `{ ${state}, imports: [{ config: lib.mkMerge([{ «"a.b"»: 1 }]) }] }`,
  `[{ ${state} }, ({ config, lib }) => lib.mkIf(config.a.b, { «"a.b"»: 1 })]`,
  `[{ ${state} }, lib.mkIf(config.a.b, { «"c.d"»: 2 })]`,
  `[{ ${state} }, lib.mkIf(host.config.a.b, { «"c.d"»: 2 })]`,
  `[{ ${state} }, lib.mkForce({ «"c.d"»: 1 })]`,
  `[{ ${state} }, { config: ({ lib }) => ({ «"c.d"»: 1 }) }]`,
  `[{ ${state} }, lib.mkIf(config.a.b, ({ pkgs }) => ({ «"c.d"»: 2 }))]`,
  `{ «"services.nginx.virtualHosts.\\"a.com\\".root"»: "/", ${state} }`,
  `{ «"fileSystems./data"»: { fsType: "ext4" }, ${state} }`,
  `{ «"_module.args"»: { a: 1 }, ${state} }`,
])("a path of names as one name right in a module is told: %s", async (config) => {
  const { problems, mark } = await compileText(configWith(config));
  expect(problems).toEqual([["NP062", mark]]);
});

test("items of the defaults are looked at, too", async () => {
  const { problems, mark } = await compileText(
    `${head}export default defineContainers({ web: { autoStart: true } } as any, { defaults: { config:
lib.mkMerge([{ ${state} }, { «"a.b"»: 1 }]) } } as any);\n`,
  );
  expect(problems).toEqual([["NP062", mark]]);
});

test.each([
  ["services.nginx.enable", "services: { nginx: { enable: … } }"],
  ['services.virtualHosts."a.com".root', 'services: { virtualHosts: { "a.com": { root: … } } }'],
  ["fileSystems./data.d", 'fileSystems: { "/data.d": … }'],
])("what to write for %s", async (name, hint) => {
  const { hints } = await compileText(
    `${head}export default defineContainers({ web: { autoStart: true, config: { ${JSON.stringify(name)}: 1, ${state} } } } as any);\n`,
  );
  expect(hints).toEqual([`write one object in another: ${hint}`]);
});

test.each([
  `{ boot: { kernel: { sysctl: { "net.ipv4.ip_forward": 1 } } }, ${state} }`,
  `{ services: { nginx: { virtualHosts: { "a.example.org": { } } } }, ${state} }`,
  `{ environment: { etc: { "a.conf": { text: "" } } }, ${state} }`,
])("names with dots deeper in a module are names: %s", async (config) => {
  const { problems } = await compileText(configWith(config));
  expect(problems).toEqual([]);
});
