import { expect, test } from "@jest/globals";
import { callSite } from "../../src/authoring/call-site.js";
import { file, nix } from "../../src/index.js";
import { compileText, fine, head } from "../support/compile.js";

test.each<[string, () => unknown]>([
  ["nothing", () => (file as (path?: string) => unknown)()],
  ["an empty text", () => file("")],
  ["a number", () => file(7 as never)],
  ["a URL", () => file(new URL("file:///etc/web.nix") as never)],
  ["another file", () => file(file("./web.nix") as never)],
  ["a text that no path can be", () => file("a\0b")],
  ["a text for nix", () => nix("pkgs.hello" as never)],
  ["a list for nix", () => nix(["pkgs.hello"] as never)],
])("NP059 for %s", (_name, call) => {
  expect(call).toThrow(/^NP059: /);
});

test("they are shown where the library was called", async () => {
  const top = await compileText(
    `${head}const x = «nix("pkgs.hello" as any);\nexport default defineContainers({});`,
  );
  expect(top.problems).toEqual([["NP059", top.mark]]);
  const inside = await compileText(
    `${head}export default defineContainers({ web: () => ({ ${fine}, nixpkgs: «file(undefined as any) }) });`,
  );
  expect(inside.problems).toEqual([["NP059", inside.mark]]);
});

test("where a function was called from, whatever the program made of stacks", () => {
  function called(): ReturnType<typeof callSite> {
    return callSite(called);
  }
  const before = { limit: Error.stackTraceLimit, prepare: Reflect.get(Error, "prepareStackTrace") };
  const site = called();
  expect(site?.file).toMatch(/site-errors\.test/);
  Error.stackTraceLimit = 0;
  Error.prepareStackTrace = () => "nothing";
  expect(called()?.line).toBeGreaterThan(site?.line ?? Infinity);
  expect(Error.stackTraceLimit).toBe(0);
  expect(new Error("x").stack).toBe("nothing");
  Error.stackTraceLimit = before.limit;
  Reflect.set(Error, "prepareStackTrace", before.prepare);
});
