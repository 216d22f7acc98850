import { expect, test } from "@jest/globals";
import { compileText, head } from "../support/compile.js";

const fine = 'autoStart: true, config: { system: { stateVersion: "26.05" } }';

const config = (containers: string): string =>
  `${head.replace("lib,", "host, lib,")}export default defineContainers({ ${containers} } as any);\n`;

/** What is wrong in a container under a condition is shown at its own place, marked «». */
test.each<[string, string, string]>([
  ["an unknown option", `web: lib.mkIf(nix\`x\`, { «autoStrat»: true, ${fine} })`, "NP102"],
  ["a wrong value", `web: lib.mkIf(nix\`x\`, { ${fine}, tmpfs: [«7»] })`, "NP103"],
  ["in a list", `web: lib.mkMerge([{ ${fine} }, lib.mkIf(nix\`x\`, { tmpfs: «7» })])`, "NP103"],
  [
    "an address of another",
    `db: { ${fine}, privateNetwork: true, localAddress: "10.0.0.2" },
     web: lib.mkForce({ ${fine}, privateNetwork: true, localAddress: «"10.0.0.2"» })`,
    "NP210",
  ],
  [
    "a value that is none of Nix",
    `web: { ${fine.replace("config: {", "config: lib.mkMerge([{ x: {")} , y: [«() => 1»] }]) }`.replace(
      '"26.05" } } ,',
      '"26.05" } },',
    ),
    "NP301",
  ],
  [
    "imports under a condition",
    `web: { ${fine.replace("config: {", "config: ({ lib: l }: any) => l.mkMerge([{ «imports»: [],")}]) }`,
    "NP060",
  ],
  [
    "a file under a condition",
    `web: { autoStart: true, config: [{ system: { stateVersion: "26.05" } }, lib.mkIf(config.a, «file("./x.nix")»)] }`,
    "NP061",
  ],
])("%s", async (_name, containers, code) => {
  const { problems, mark } = await compileText(config(containers));
  expect(problems.map(([one]) => one)).toContain(code);
  const [, where] = problems.find(([one]) => one === code) ?? [];
  // A value given right to a call has no place of its own yet: its call has.
  if (code === "NP061") expect(where).toMatch(/^containers\.ts:2:/);
  else expect(where).toBe(mark);
});

test("what only one of two parts may have is no contradiction", async () => {
  const { problems } = await compileText(
    config(
      `web: lib.mkMerge([{ autoStart: true }, lib.mkIf(nix\`config.x\`, { path: "/x" }), lib.mkIf(nix\`!config.x\`, { config: { system: { stateVersion: "26.05" } } })])`,
    ),
  );
  expect(problems).toEqual([]);
});

const taken = 'interfaces: ["e1"]';
const one = `${fine}, ${taken}`;
const off = one.replace("autoStart: true", "restartIfChanged: false");

/** What two containers cannot both have, and how bad it is that they say they have it. */
test.each<[what: string, containers: string, severity: string]>([
  ["both are there", `a: { ${one} }, b: { ${one} }`, "error"],
  ["none under a condition", `a: lib.mkForce({ ${one} }), b: { ${one} }`, "error"],
  [
    "under opposite conditions",
    `a: lib.mkIf(host.config.a, { ${one} }), b: lib.mkIf(nix\`!\${host.config.a}\`, { ${one} })`,
    "warning",
  ],
  [
    "under other conditions",
    `a: lib.mkIf(host.config.a, { ${one} }), b: lib.mkIf(host.config.b, { ${one} })`,
    "warning",
  ],
  ["one under a condition", `a: { ${one} }, b: lib.mkIf(host.config.b, { ${one} })`, "warning"],
  [
    "one that has it under a condition",
    `a: { ${one} }, b: lib.mkMerge([{ ${fine} }, lib.mkIf(host.config.b, { ${taken} })])`,
    "warning",
  ],
  [
    "one that has it under none",
    `a: { ${one} }, b: lib.mkMerge([{ ${one} }, lib.mkIf(host.config.b, { timeoutStartSec: "7min" })])`,
    "error",
  ],
  ["neither starts with the host", `a: { ${off} }, b: { ${off} }`, "warning"],
  ["one starts with the host", `a: { ${one} }, b: { ${off} }`, "error"],
  [
    "twice in one",
    `a: lib.mkIf(host.config.b, { ${fine}, interfaces: ["e1"], extraVeths: { e1: {} } })`,
    "error",
  ],
])("taken twice, %s", async (_what, containers, severity) => {
  const { result } = await compileText(config(containers));
  const found = result.problems.filter(({ code }) => code !== "NP226");
  expect(found.map((one) => [one.code, one.severity])).toEqual([["NP210", severity]]);
});

test("a function under a condition is to be the whole", async () => {
  const { problems, hints } = await compileText(
    config(`"my-web": «lib.mkIf(host.config.a, ({ containers }: any) => ({ ${fine} }))»`),
  );
  expect(problems.map(([code]) => code)).toEqual(["NP101"]);
  expect(hints).toEqual([
    'make the whole a function: `"my-web": ({ containers }) => lib.mkIf(condition, { … })`',
  ]);
  const turned = `web: ({ containers }: any) => lib.mkIf(host.config.a, { ${fine} })`;
  expect((await compileText(config(turned))).problems).toEqual([]);
});

test("another container reads what is under the condition", async () => {
  const { problems, result } = await compileText(
    config(
      `db: lib.mkIf(nix\`config.x\`, { ${fine}, timeoutStartSec: "7min" }), web: ({ containers }: any) => ({ ${fine}, timeoutStartSec: containers.db.timeoutStartSec })`,
    ),
  );
  expect(problems).toEqual([]);
  expect(result.plan?.containers.map(({ given }) => given.timeoutStartSec)).toEqual([
    "7min",
    "7min",
  ]);
});
