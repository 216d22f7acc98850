import { expect, test } from "@jest/globals";
import { compileText, head } from "../support/compile.js";

const state = 'system: { stateVersion: "26.05" }';

async function problemsOf(config: string): Promise<readonly unknown[]> {
  const { problems } = await compileText(
    `${head}export default defineContainers({ web: { autoStart: true, config:\n${config} } } as any);\n`,
  );
  return problems;
}

test.each([
  [`{ "services.nginx.enable": true, ${state} }`, 3],
  [`{ "services.nginx": { enable: true }, ${state} }`, 3],
  [`{ config: { "networking.hostName": "a", ${state} } }`, 13],
  [`() => ({ "boot.kernelModules": [], ${state} })`, 10],
  [`[{ ${state} }, { "a.b": 1 }]`, 43],
])("a path of names as one name right in a module is told: %s", async (config, column) => {
  expect(await problemsOf(config)).toEqual([["NP062", `containers.ts:3:${String(column)}`]]);
});

test.each([
  `{ boot: { kernel: { sysctl: { "net.ipv4.ip_forward": 1 } } }, ${state} }`,
  `{ services: { nginx: { virtualHosts: { "a.example.org": { } } } }, ${state} }`,
  `{ environment: { etc: { "a.conf": { text: "" } } }, ${state} }`,
])("names with dots deeper in a module are names: %s", async (config) => {
  expect(await problemsOf(config)).toEqual([]);
});
