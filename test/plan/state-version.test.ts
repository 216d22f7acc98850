import { expect, test } from "@jest/globals";
import { file, nix } from "../../src/index.js";
import { containerSyntax } from "../../src/plan/container-syntax.js";
import { stateVersionProblems } from "../../src/plan/state-version.js";

const set = { system: { stateVersion: "26.05" } };

function isMissing(config: unknown): boolean {
  const syntax = containerSyntax(
    { autoStart: true, config },
    {
      path: ["web"],
      report: (problem) => {
        throw new Error(problem.message);
      },
      resolveFile: (path) => `/etc/${path}`,
    },
    { placeOf: () => undefined, origins: undefined },
  );
  const problems = stateVersionProblems("web", syntax);
  for (const one of problems) {
    expect(one).toMatchObject({ code: "NP212", severity: "warning", path: ["web", "config"] });
  }
  return problems.length > 0;
}

test.each<[string, unknown]>([
  ["nothing at all", {}],
  ["another option of system", { system: { name: "x" } }],
  ["modules that all lack it", [{}, { services: { nginx: { enable: true } } }]],
  ["a function's result", () => ({ services: {} })],
  ["a function that uses its arguments", ({ pkgs }: { pkgs: unknown }) => ({ a: pkgs })],
  ["imports that all lack it", { imports: [{ a: 1 }, () => ({ b: 1 })], c: 1 }],
  ["a module with config of its own", { options: {}, config: { services: {} } }],
  ["a fragment that is a set", nix`{ services.nginx.enable = true; }`],
  ["a fragment that is a function", nix`{ pkgs, ... }: { environment.systemPackages = [ ]; }`],
])("it is missing from %s", (_name, config) => {
  expect(isMissing(config)).toBe(true);
});

test.each<[string, unknown]>([
  ["an object", set],
  ["an expression", { system: { stateVersion: nix`lib.mkDefault "26.05"` } }],
  ["one of several modules", [{}, set]],
  ["a function's result", () => set],
  ["an import", { imports: [set], services: {} }],
  ["an import of a function", { imports: [() => ({ imports: [() => set] })] }],
  ["a module's own config", { options: {}, config: set }],
  ["a fragment", nix`{ system.stateVersion = "26.05"; }`],
  ["an inherited name", nix`{ system = { inherit (config) stateVersion; }; }`],
])("%s sets it", (_name, config) => {
  expect(isMissing(config)).toBe(false);
});

test.each<[string, unknown]>([
  ["a file", file("web.nix")],
  ["a file beside others", [{}, file("web.nix")]],
  ["an import of a file", { imports: [file("web.nix")] }],
  ["imports that are an expression", { imports: nix`import ./modules.nix` }],
  ["a system that is an expression", { system: nix`import ./system.nix` }],
  ["what mkMerge gives", nix`lib.mkMerge parts`],
])("what only Nix can look into may set it: %s", (_name, config) => {
  expect(isMissing(config)).toBe(false);
});

test("a container without config has none to set", () => {
  expect(isMissing(undefined)).toBe(false);
});
