import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { loadConfig } from "../../src/load/load.js";
import { isNixExpression, nixExpression, type NixExpression } from "../../src/nix/value.js";
import { compileConfig } from "../../src/plan/compile.js";
import { makePlan } from "../../src/plan/make-plan.js";
import { resolveConfig } from "../../src/plan/resolve-config.js";
import { withJsonExpressions } from "../../src/plan/json-expressions.js";

test("expressions take the place of their JSON form, deep inside too", () => {
  const container = {
    autoStart: { $nix: "lib.mkForce true" },
    config: { imports: [{ $file: "./web.nix" }], a: [{ b: { $nix: "pkgs.curl" } }] },
  };
  const result = withJsonExpressions(container) as typeof container;
  expect(result).toBe(container);
  expect(isNixExpression(result.autoStart)).toBe(true);
  const source = (value: unknown) => (value as NixExpression)[nixExpression];
  expect(source(result.config.imports[0])).toMatchObject({ kind: "file", path: "./web.nix" });
  expect(source(result.config.a[0]?.b)).toMatchObject({
    kind: "fragment",
    strings: { 0: "pkgs.curl", raw: ["pkgs.curl"] },
  });
});

test("a value that is an expression as a whole is returned", () => {
  expect(isNixExpression(withJsonExpressions({ $nix: "{ }" }))).toBe(true);
});

test("anything else stays as it is", () => {
  for (const value of [{ $nix: 1 }, { $nix: "a", b: 1 }, { $other: "a" }, ["$nix"], null, 7, "x"]) {
    const before = JSON.stringify(value);
    expect(withJsonExpressions(value)).toBe(value);
    expect(JSON.stringify(value)).toBe(before);
  }
});

test("`__proto__` is a key like any other", () => {
  const value = JSON.parse('{ "__proto__": { "$nix": "1" } }') as object;
  withJsonExpressions(value);
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect(isNixExpression(Object.entries(value)[0]?.[1])).toBe(true);
});

test("in a JSON config", async () => {
  const folder = await mkdtemp(join(tmpdir(), "nixpawn-"));
  try {
    const configFile = join(folder, "containers.json");
    const write = (curl: string) =>
      writeFile(
        configFile,
        `{
  "containers": {
    "web": {
      "autoStart": { "$nix": "lib.mkForce true" },
      "config": {
        "environment": { "systemPackages": [{ "$nix": "${curl}" }] },
        "system": { "stateVersion": "26.05" }
      }
    }
  }
}
`,
      );
    await write("pkgs.curl");
    const good = await compileConfig({ cwd: folder });
    expect(good.problems).toEqual([]);
    expect(good.plan?.containers[0]?.formals).toEqual(["lib"]);
    await write("pkgs.");
    const loaded = await loadConfig(configFile);
    const bad = makePlan(loaded, resolveConfig(loaded));
    expect(bad.problems.map(({ code, path }) => [code, path])).toEqual([
      ["NP308", ["web", "config", "environment", "systemPackages", 0]],
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
