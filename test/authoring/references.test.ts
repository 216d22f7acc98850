/* eslint-disable @typescript-eslint/no-explicit-any */
import { describe, expect, test } from "@jest/globals";
import { config, file, lib, nix, pkgs, type NixReference } from "../../src/index.js";
import { reference } from "../../src/authoring/references.js";
import { SiteError } from "../../src/authoring/site-error.js";
import { isNixExpression, nixExpression } from "../../src/nix/value.js";

const sourceOf = (value: NixReference | undefined) => value?.[nixExpression];

test("a reference is what was written", () => {
  expect(sourceOf(pkgs)).toMatchObject({ kind: "reference", root: "pkgs", steps: [] });
  expect(sourceOf(config.networking?.hostName)).toMatchObject({
    root: "config",
    steps: [
      { kind: "select", attribute: "networking" },
      { kind: "select", attribute: "hostName" },
    ],
  });
  expect(sourceOf(lib.mkIf?.(true, { a: 1 }).x?.())).toMatchObject({
    root: "lib",
    steps: [
      { kind: "select", attribute: "mkIf" },
      { kind: "apply", arguments: [true, { a: 1 }] },
      { kind: "select", attribute: "x" },
      { kind: "apply", arguments: [] },
    ],
  });
});

test.each(["foo-bar", "a.b", "", "0", "__proto__", "constructor", "length", "name", "apply", "😀"])(
  "an attribute may be called %j",
  (name) => {
    expect(sourceOf(reference("x")[name])).toMatchObject({
      steps: [{ kind: "select", attribute: name }],
    });
  },
);

test("a call knows where it is", () => {
  const site = sourceOf(lib.mkDefault?.(1));
  expect(site).toMatchObject({ site: { file: expect.stringContaining("references.test") } });
});

test("a reference is an expression, and no promise", async () => {
  expect(isNixExpression(pkgs.curl)).toBe(true);
  expect(isNixExpression({ curl: pkgs.curl })).toBe(false);
  // An attribute may be called `then`, and still a reference can be awaited.
  expect(sourceOf(pkgs.steps?.then)).toMatchObject({
    steps: [{ attribute: "steps" }, { attribute: "then" }],
  });
  const awaited: NixReference[] = await Promise.all<any>([
    pkgs.curl,
    Promise.resolve().then(() => pkgs.curl),
  ]);
  for (const one of [...awaited, await pkgs.curl]) {
    expect(sourceOf(one)).toMatchObject({ steps: [{ attribute: "curl" }] });
    expect(sourceOf(one?.then)).toMatchObject({
      steps: [{}, { attribute: "then" }],
    });
  }
});

describe("it has no text", () => {
  test.each<[string, (one: NixReference) => unknown]>([
    ["in a template", (one) => `${one as unknown as string}/bin`],
    ["added to a text", (one) => (one as unknown as string) + "/bin"],
    ["as a text", (one) => String(one)],
    ["as a number", (one) => Number(one)],
    ["compared", (one) => Number.isNaN(Math.max(one))],
    ["as a name", (one) => ({ [one as unknown as string]: 1 })],
    ["joined", (one) => [one].join(" ")],
  ])("%s", (_name, use) => {
    const curl = reference("pkgs").curl;
    expect(curl).toBeDefined();
    if (curl === undefined) return;
    expect(() => use(curl)).toThrow(SiteError);
    expect(() => use(curl)).toThrow(/NP310: `pkgs\.curl` is a Nix expression/);
  });
});

test("JSON, which would leave it out, is a problem", () => {
  const { curl } = reference("pkgs");
  expect(() => JSON.stringify({ deep: [{ curl }] })).toThrow(/NP316: `JSON\.stringify` cannot/);
});

test("an attribute may be called toJSON", () => {
  const called = reference("lib").toJSON?.("x");
  expect(called?.[nixExpression]).toMatchObject({
    steps: [{ attribute: "toJSON" }, { arguments: ["x"] }],
  });
});

describe("it cannot be changed, nor taken apart", () => {
  test.each<[string, (one: any) => unknown]>([
    ["NP319", (one) => Object.assign(one, { curl: 1 })],
    ["NP319", (one) => (one.curl = 1)],
    ["NP319", (one) => delete one.curl],
    ["NP315", (one) => [...one]],
    ["NP315", (one) => ({ ...one })],
    ["NP315", (one) => Object.keys(one)],
    ["NP315", (one) => Object.hasOwn(one, "curl")],
    ["NP315", ({ curl, ...rest }) => [curl, rest]],
    ["NP315", ([first]) => first],
    ["NP315", (one) => new Set(one)],
    ["NP313", (one) => "curl" in one],
  ])("%s", (code, use) => {
    expect(() => use(reference("pkgs").a)).toThrow(new RegExp(`^${code}: .*\\bpkgs\\.a\\b`));
  });
});

test("templates and files can be compared by a test of a config", () => {
  const values = [nix`x`, file("./y")];
  expect(values).toEqual(values);
  expect([nix`x`]).not.toEqual([1]);
  expect(() => (nix`x` as unknown as { size: unknown }).size).toThrow(/NP316/);
});
