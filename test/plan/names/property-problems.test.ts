import { describe, expect, test } from "@jest/globals";
import { compileText } from "../../support/compile.js";

const configOf = (written: string): string =>
  `import { addressOf, config, defineContainers, lib, nix, text } from "nixpawn";
const c = config as any; const address = "10.1.1.3"; const forced = lib.mkForce(address);
export default defineContainers({
  other: { autoStart: true, privateNetwork: lib.mkDefault(true), localAddress: forced, config: { system: { stateVersion: "26.05" } } },
  web: ({ containers }) => ({ autoStart: true, config: { system: { stateVersion: "26.05" }, users: { motd: ${written} } } }),
} as any);\n`;

describe("lib.mkForce and its kin are told where Nix has no value of them:", () => {
  test.each([
    ["a hole of a text", "nix`\"«${lib.mkDefault('q')}\"`", "a part of a text"],
    ["a constant in a text", 'nix`"--a=«${forced}"`', "a part of a text"],
    ["an option of another container", 'nix`"«${containers.other.localAddress}"`', "a part of"],
    ["the text of a template", 'nix`"\\${«lib.mkForce "q"}"`', "a part of a text"],
    ["a text", "«text`a ${lib.mkForce('1')}`", "a part of a text"],
    ["an operand", "nix`«${lib.mkForce(1)} + 1`", "an operand of `+`"],
    ["sets", "nix`{ a = 1; } // «${lib.mkIf(c.a, { b: 2 })}`", "an operand of `//`"],
    ["a condition", "nix`if «${containers.other.privateNetwork} then 1 else 2`", "a condition"],
    ["a negation", "nix`!«${lib.mkDefault(true)}`", "an operand of `!`"],
    ["the condition of lib.mkIf", "«lib.mkIf(lib.mkForce(true), 1)", "a condition"],
    ["a function of texts", "nix`lib.toUpper «${forced}`", "an argument of `toUpper`"],
    ["a function of TypeScript", '«lib.splitString("/", forced)', "an argument of `splitString`"],
    ["a choice", 'nix`"${nix`if ${c.a} then «${forced} else ""`}"`', "a part of a text"],
    ["with lib", 'nix`with lib; "\\${«mkOverride 50 "a"}"`', "a part of a text"],
    ["mkOrder", 'nix`"«${lib.mkOrder(1, "a")}"`', "a part of a text"],
    ["lib.modules", 'nix`"«${lib.modules.mkForce("a")}"`', "a part of a text"],
  ])("%s", async (_name, written, as) => {
    const { problems, messages, mark } = await compileText(configOf(written));
    expect(problems).toEqual([["NP330", mark]]);
    expect(messages[0]).toContain(as);
  });

  test.each([
    ["a template string", "`a ${containers.other.localAddress}`", "NP310"],
    ["a condition", "containers.other.privateNetwork ? 1 : 2", "NP313"],
    ["addressOf", "addressOf(containers.other as any)", "NP073"],
  ])("the hint of TypeScript's own %s does not lead there", async (_name, written, code) => {
    const { problems, hints } = await compileText(configOf(written));
    expect(problems.map(([one]) => one)).toEqual([code]);
    expect(hints[0]).toMatch(/^`lib\.mk\w+` says how an option is defined: use the plain value/);
  });
});

test.each([
  'lib.mkForce(nix`"a ${address}"`)',
  "lib.mkIf(c.a, lib.mkForce(text`a ${c.b}`))",
  "lib.mkMerge([lib.mkIf(c.a, 1), lib.mkOrder(500, 'a')])",
  'nix`lib.mkIf (${c.a} && true) (lib.mkDefault "a")`',
  "nix`if ${c.a} then lib.mkForce 1 else lib.mkDefault 2`",
  'nix`let mkForce = one: one; in "\\${mkForce "a"}"`',
  "nix`map lib.mkForce [ 1 ]`",
  "nix`${c.x}.y or (lib.mkDefault 1)`",
  "nix`lib.mkMerge (lib.optional true (lib.mkForce 1) ++ [ (lib.mkIf true 2) ])`",
  "nix`lib.mapAttrs (name: lib.mkDefault) { a = 1; }`",
  "containers.other.localAddress",
])("%s stays legal", async (written) => {
  expect((await compileText(configOf(written))).problems).toEqual([]);
});

test("a spread of one is written without it", async () => {
  const { problems, hints } = await compileText(
    configOf("({ ...(lib.mkForce({ a: 1 }) as any) })"),
  );
  expect(problems.map(([one]) => one)).toEqual(["NP315"]);
  expect(hints).toEqual(["write it as it is: lib.mkForce({ a: 1 })"]);
});
