import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { isNixExpression } from "../../src/nix/value.js";
import { compileConfig } from "../../src/plan/compile.js";
import { confEntries } from "../../src/conf/entries.js";
import { readEnvironmentFile } from "../../src/conf/environment-file.js";
import { withOwnKeys } from "../../src/conf/nspawn-flags.js";
import { resolveOptions } from "../../src/plan/known-options.js";
import type { Plan } from "../../src/plan/plan.js";
import { renderPlan } from "../../src/targets/index.js";
import { targetNames } from "../../src/authoring/target-names.js";
import { filesIn, root } from "../support/program.js";
import { describeWith, describeWithPath } from "./support/tools.js";

const folder = join(root, "examples");
const examples = readdirSync(folder, { withFileTypes: true })
  .filter((one) => one.isDirectory())
  .map((one) => one.name);

async function planOf(example: string): Promise<Plan> {
  const { plan, problems } = await compileConfig({ cwd: root, configFile: join(folder, example) });
  expect(problems).toEqual([]);
  if (plan === undefined) throw new Error("the example has errors");
  return plan;
}

/** Those for nixpkgs' own containers, and those that have modules at all. */
const ownTargets = ["systemd-containers", "units"];
const upstream = examples.filter((one) => !ownTargets.includes(one));
const withModules = examples.filter((one) => one !== "units");

function filesOf(example: string): string[] {
  const tree = join(folder, example, "containers");
  return readdirSync(tree, { encoding: "utf8", recursive: true })
    .filter((name) => name.endsWith(".nix"))
    .map((name) => join(tree, name));
}

describe("the committed tree of", () => {
  test.each(examples)("%s is what its config compiles to", async (example) => {
    const plan = await planOf(example);
    const tree = await renderPlan(plan);
    const { outDir } = plan.settings;
    const written = Object.keys(filesIn(outDir));
    expect(written).toEqual(tree.files.map(({ path }) => path));
    for (const { path, text, executable = false } of tree.files) {
      expect(readFileSync(join(outDir, path), "utf8")).toBe(text);
      expect({ path, executable: (statSync(join(outDir, path)).mode & 0o111) !== 0 }).toEqual({
        path,
        executable,
      });
    }
  });

  test("each target is among them", async () => {
    const targets = new Set<string>();
    for (const example of examples) targets.add((await planOf(example)).settings.target);
    expect([...targets].sort()).toEqual([...targetNames].sort());
  });
});

describeWith("nix-instantiate")("nix-instantiate --parse accepts", () => {
  test.each(withModules)("%s", (example) => {
    execFileSync("nix-instantiate", ["--parse", ...filesOf(example)], { stdio: "pipe" });
  });
});

describeWith("nixfmt")("nixfmt leaves as it is", () => {
  test.each(withModules)("%s", (example) => {
    execFileSync("nixfmt", ["--check", ...filesOf(example)], { stdio: "pipe" });
  });
});

type EvaluatedTree = Readonly<
  Record<string, { options: Record<string, unknown>; config: unknown }>
>;

/** What the module system makes of these examples, in one evaluation. */
function evaluatedTrees(names: readonly string[]): Readonly<Record<string, EvaluatedTree>> {
  const trees = names.map(
    (name) =>
      `"${name}" = evaluate { tree = /. + ${JSON.stringify(join(folder, name, "containers"))}; };`,
  );
  const expression = `let evaluate = import ${join(root, "test/nix/evaluate-tree.nix")}; in { ${trees.join(" ")} }`;
  const output = execFileSync(
    "nix-instantiate",
    ["--eval", "--strict", "--json", "-E", expression],
    { stdio: ["ignore", "pipe", "pipe"], encoding: "utf8", maxBuffer: 1e9 },
  );
  return JSON.parse(output) as Readonly<Record<string, EvaluatedTree>>;
}

describeWithPath("nixpkgs-lib/lib")("the module system sees the plan in", () => {
  let all: ReturnType<typeof evaluatedTrees>;
  beforeAll(() => {
    all = evaluatedTrees(upstream);
  });

  test.each(upstream)("%s", async (example) => {
    const { containers } = await planOf(example);
    const evaluated = all[example] ?? {};
    expect(Object.keys(evaluated)).toEqual(containers.map((one) => one.name));
    for (const { name, given } of containers) {
      const resolved = resolveOptions(given) as unknown as Record<string, unknown>;
      for (const [option, value] of Object.entries(evaluated[name]?.options ?? {})) {
        const planned = resolved[option] ?? null;
        if (isNixExpression(planned)) continue;
        expect({ name, option, value }).toMatchObject({ name, option, value: planned as object });
      }
      // Plain data of the config is in the evaluated one as it was written.
      for (const module of [given.config].flat()) {
        if (typeof module !== "object" || module === null || isNixExpression(module)) continue;
        expect(evaluated[name]?.config).toMatchObject(plainPart(module) as object);
      }
    }
  });
});

/** What of a module is plain data: its expressions, functions and imports left out. */
function plainPart(value: unknown): unknown {
  if (Array.isArray(value)) return value.some(isNixExpression) ? [] : value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(
        ([key, inner]) =>
          key !== "imports" && !isNixExpression(inner) && typeof inner !== "function",
      )
      .filter(([, inner]) => !(Array.isArray(inner) && inner.some(isNixExpression)))
      .map(([key, inner]) => [key, plainPart(inner)]),
  );
}

/** A host of NixOS 18.03, which knows most options of today. */
const hostOf = (tree: string): string => `
  { lib, ... }: {
    imports = [ ${tree} ];
    boot.loader.grub.device = "nodev";
    fileSystems."/".device = "/dev/sda1";
  }`;

describeWithPath("nixpkgs/nixos")("a whole host with", () => {
  // Those whose options, outside and inside, NixOS 18.03 has.
  test.each(["openssh", "private-network", "per-name", "fleet"])(
    "%s becomes a derivation, with the planned conf files",
    async (example) => {
      const { containers } = await planOf(example);
      const known = containers.slice(0, 3);
      const scratch = mkdtempSync(join(tmpdir(), "nixpawn-host-"));
      try {
        const names = known.map((one) => `"${one.name}"`).join(" ");
        const tree = known
          .map((one) => join(folder, example, "containers", `${one.name}.nix`))
          .join(" ");
        const expression = `
          let
            host = import <nixpkgs/nixos> { configuration = ${hostOf(tree)}; };
            conf = name: host.config.environment.etc."containers/\${name}.conf".text;
          in {
            system = host.system.drvPath;
            conf = builtins.listToAttrs (map (name: { inherit name; value = builtins.unsafeDiscardStringContext (conf name); }) [ ${names} ]);
          }`;
        const { system, conf } = JSON.parse(
          execFileSync("nix-instantiate", ["--eval", "--strict", "--json", "-E", expression], {
            cwd: scratch,
            stdio: ["ignore", "pipe", "pipe"],
            encoding: "utf8",
          }),
        ) as { system: string; conf: Record<string, string> };
        expect(system).toMatch(/^\/nix\/store\/.*\.drv$/);
        for (const { name, given } of known) {
          // nixpkgs indents the text, and has binds among the flags.
          const { assignments } = readEnvironmentFile((conf[name] ?? "").replace(/^ +/gm, ""));
          const written = withOwnKeys(new Map(assignments.map(({ key, value }) => [key, value])));
          for (const { key, value } of confEntries(resolveOptions(given))) {
            // Newer than 18.03, or known to Nix alone.
            if (["COPY_RESOLV_CONF", "PRIVATE_USERS"].includes(key) || value === undefined)
              continue;
            expect({ name, key, value: written.get(key) }).toEqual({ name, key, value });
          }
          expect(written.get("SYSTEM_PATH")).toMatch(/^\/nix\/store\//);
        }
      } finally {
        rmSync(scratch, { recursive: true });
      }
    },
  );
});
