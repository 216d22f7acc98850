import { expect, test } from "@jest/globals";
import { evaluate } from "../../../src/nix/program/evaluate.js";
import { packageName } from "../../../src/nix/program/package-name.js";
import { describeWith } from "../support/tools.js";

const hash = "4lyg0r29ffzlisymzh1xhxalf8sb98ff";

test.each([
  ["nginx-1.26.0", "nginx", "1.26.0"],
  ["openssl-3.0.1-dev", "openssl", "3.0.1"],
  ["glibc-2.40-66-lib32", "glibc", "2.40-66"],
  ["nixos-system-web-26.05pre-git", "nixos-system-web", "26.05pre"],
  ["unit-nginx.service", "unit-nginx.service", ""],
  ["a", "a", ""],
  ["firefox-bin", "firefox-bin", ""],
  ["x-", "x-", ""],
  ["libfoo-_1", "libfoo", "_1"],
])("%s", (base, name, version) => {
  expect(packageName(`/nix/store/${hash}-${base}`)).toEqual({ name, version });
});

describeWith("nix-instantiate")("Nix", () => {
  test("splits the same", async () => {
    const names = ["nginx-1.26.0", "a-b-1-c", "a-1-2", "a", "firefox-bin", "libfoo-_1", "a--1"];
    const split = await evaluate(
      { expression: "{ names }: map builtins.parseDrvName names" },
      { args: { names } },
    );
    // Names of outputs are no part of a derivation's name.
    const own = names.filter((one) => !/\d-[a-z]+$/.test(one));
    expect(
      (split as { name: string; version: string }[]).filter((_, index) =>
        own.includes(names[index] ?? ""),
      ),
    ).toEqual(own.map((one) => packageName(`/nix/store/${hash}-${one}`)));
  });
});
