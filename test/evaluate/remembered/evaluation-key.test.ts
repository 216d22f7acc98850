import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { CheckRequest } from "../../../src/evaluate/check-request.js";
import { dependenciesOf } from "../../../src/evaluate/remembered/evaluation-dependencies.js";
import {
  evaluationKey,
  type EvaluationContext,
} from "../../../src/evaluate/remembered/evaluation-key.js";
import { folderWith } from "../../support/program.js";

let folder = "";
const { env } = process;
beforeEach(() => {
  folder = folderWith({
    "tree/web.nix": "{ imports = [ ../a.nix ]; }",
    "a.nix": "{ x = ./b.txt; }",
    "b.txt": "old",
    "config/nix/nix.conf": "cores = 1\n",
  });
  process.env = { ...env, XDG_CONFIG_HOME: join(folder, "config") };
});
afterEach(() => {
  process.env = env;
});

interface Inputs {
  readonly request?: Partial<CheckRequest>;
  readonly context?: Partial<EvaluationContext>;
}

function keyOf({ request = {}, context = {} }: Inputs = {}): string {
  const module = join(folder, "tree/web.nix");
  const dependencies = dependenciesOf(module);
  if (!dependencies.known) throw new Error(dependencies.reason);
  return evaluationKey(
    { name: "web", module, option: "containers", hasConfig: true, quick: false, ...request },
    {
      nixVersion: "2.8.0",
      system: "x86_64-linux",
      nixpkgs: "/nix/store/x",
      nixpkgsIdentity: "/nix/store/x",
      ...context,
    },
    dependencies,
  );
}

describe("evaluationKey", () => {
  test("is the same for the same inputs", () => {
    expect(keyOf()).toBe(keyOf());
  });

  test.each<[string, Inputs]>([
    ["the container", { request: { name: "db" } }],
    ["whether it has a config", { request: { hasConfig: false } }],
    ["how far it is evaluated", { request: { quick: true } }],
    ["the version of Nix", { context: { nixVersion: "2.34.0" } }],
    ["the platform", { context: { system: "aarch64-linux" } }],
    ["the place of nixpkgs", { context: { nixpkgs: "/nix/store/y" } }],
    ["the content of nixpkgs", { context: { nixpkgsIdentity: "git tree 1" } }],
  ])("changes with %s", (_name, inputs) => {
    expect(keyOf(inputs)).not.toBe(keyOf());
  });

  test.each([
    ["tree/web.nix", "{ imports = [ ../a.nix ]; } "],
    ["a.nix", "{ x = ./b.txt; } "],
    ["b.txt", "new"],
    ["config/nix/nix.conf", "cores = 2\n"],
  ])("changes with the content of %s", (file, text) => {
    const before = keyOf();
    writeFileSync(join(folder, file), text);
    expect(keyOf()).not.toBe(before);
  });

  test.each(["NIX_CONFIG", "NIXPKGS_ALLOW_UNFREE", "NIXOS_EXTRA_MODULE_PATH"])(
    "changes with the variable %s",
    (name) => {
      const before = keyOf();
      process.env[name] = "something else";
      expect(keyOf()).not.toBe(before);
    },
  );
});
