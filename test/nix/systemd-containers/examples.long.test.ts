import { cpSync, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { confEntries } from "../../../src/conf/entries.js";
import { readEnvironmentFile } from "../../../src/conf/environment-file.js";
import { evaluate } from "../../../src/nix/program/evaluate.js";
import { ProblemError } from "../../../src/problems/problem.js";
import { compileConfig } from "../../../src/plan/compile.js";
import { ownInterface } from "../../../src/plan/host-interface.js";
import { resolveOptions } from "../../../src/plan/known-options.js";
import type { Plan } from "../../../src/plan/plan.js";
import { hostFiles } from "../../../src/targets/host-files.js";
import { renderPlan } from "../../../src/targets/index.js";
import { writeTree } from "../../../src/tree/write.js";
import { folderWith, root } from "../../support/program.js";
import { describeWithPath } from "../support/tools.js";
import { bundledModule, evaluateHost, type EvaluatedService } from "./support/bundled-module.js";

const folder = join(root, "examples");
const examples = readdirSync(folder, { withFileTypes: true })
  .filter((one) => one.isDirectory())
  .map((one) => one.name);

/** The plan of an example for the target, and its tree in a folder of its own. */
async function treeOf(example: string): Promise<{ readonly plan: Plan; readonly tree: string }> {
  const tree = join(folderWith({}), "containers");
  const { plan, problems } = await compileConfig({
    cwd: root,
    configFile: join(folder, example),
    target: "systemd.containers",
    outDir: tree,
  });
  expect(problems).toEqual([]);
  if (plan === undefined) throw new Error("the example has errors");
  await writeTree(tree, await renderPlan(plan), { force: false });
  const scripts = join(tree, "nixpawn/systemd-containers/scripts");
  if (!existsSync(scripts)) cpSync(join(bundledModule(), "scripts"), scripts, { recursive: true });
  return { plan, tree };
}

function valuesOf(text = ""): Readonly<Record<string, string>> {
  const { assignments } = readEnvironmentFile(text);
  return Object.fromEntries(assignments.map(({ key, value }) => [key, value]));
}

/** The conf files of the target "units"; undefined where it cannot say them. */
function confOfUnits({ containers }: Plan): Readonly<Record<string, string>> | undefined {
  const shipped = { scripts: new Map<string, string>(), render: () => "" };
  try {
    const { files } = hostFiles(containers, { shipped, headers: { sealed: [], plain: [] } });
    const confs = files.filter(({ path }) => path.startsWith("etc/nixos-containers/"));
    return Object.fromEntries(confs.map(({ path, text }) => [path.replace(/.*\//, ""), text]));
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    expect(new Set(error.problems.map(({ code }) => code))).toEqual(new Set(["NP732"]));
    return undefined;
  }
}

/** What an instance has of its own. */
function own({ serviceConfig, unitConfig, wantedBy, restartIfChanged }: EvaluatedService) {
  const { DeviceAllow, TimeoutStartSec } = serviceConfig;
  const { RequiresMountsFor } = unitConfig;
  return { DeviceAllow, TimeoutStartSec, RequiresMountsFor, wantedBy, restartIfChanged };
}

describeWithPath("nixpkgs-lib/lib")("the bundled module, with nixpkgs' own module system", () => {
  test.each(examples)("carries out %s", async (example) => {
    const { plan, tree } = await treeOf(example);
    const host = await evaluateHost(tree, join(tree, "nixpawn/systemd-containers"));
    expect(host.failed).toEqual([]);
    expect(host.warnings).toEqual([]);
    const names = plan.containers.map(({ name }) => name);
    expect(Object.keys(host.conf).sort()).toEqual(names.map((name) => `${name}.conf`));

    const units = confOfUnits(plan);
    for (const { name, given } of plan.containers) {
      const { SYSTEM_PATH, ...conf } = valuesOf(host.conf[`${name}.conf`]);
      if (given.config === undefined) expect(SYSTEM_PATH).toBe(given.path);
      else expect(SYSTEM_PATH).toMatch(/^\/system\//);
      // The module and the plan agree, key by key, where the plan knows before the evaluation.
      const entries = confEntries(resolveOptions({ hostInterface: ownInterface(name), ...given }));
      for (const { key, value } of entries) {
        if (value !== undefined && key !== "SYSTEM_PATH")
          expect({ name, key, value: conf[key] }).toEqual({ name, key, value });
      }
      const planned = entries.map(({ key }) => key).filter((key) => key !== "SYSTEM_PATH");
      expect(planned).toEqual(expect.arrayContaining(Object.keys(conf)));
      // And the target "units" does, with the system in its profile.
      if (units === undefined) continue;
      expect(valuesOf(units[`${name}.conf`])).toEqual({
        ...(given.flake === undefined && {
          SYSTEM_PATH: `/nix/var/nix/profiles/per-container/${name}/system`,
        }),
        ...conf,
      });
    }

    // The fleet's are all alike.
    const shown = names.slice(0, 3);
    expect({
      conf: Object.fromEntries(shown.map((name) => [name, host.conf[`${name}.conf`]])),
      instances: Object.fromEntries(
        shown.map((name) => {
          const service = host.services[`container@${name}`];
          return [name, service === undefined ? undefined : own(service)];
        }),
      ),
      hosts: host.hosts,
    }).toMatchSnapshot();
  });

  test("leaves only the examples with expressions to Nix", async () => {
    const unsaid: string[] = [];
    for (const example of examples) {
      const { plan } = await treeOf(example);
      if (confOfUnits(plan) === undefined) unsaid.push(example);
    }
    expect(unsaid).toEqual(["files-and-nix"]);
  });
});

describeWithPath("nixpkgs/nixos")("a whole host of NixOS 18.03", () => {
  // Those whose options inside NixOS 18.03 has.
  test.each(["openssh", "private-network", "per-name", "systemd-containers"])(
    "with %s becomes a derivation",
    async (example) => {
      const { tree } = await treeOf(example);
      const expression = `(import <nixpkgs/nixos> { configuration = {
        imports = [ ${tree} ];
        boot.loader.grub.device = "nodev";
        fileSystems."/".device = "/dev/sda1";
      }; }).system.drvPath`;
      expect(await evaluate({ expression })).toMatch(/^\/nix\/store\/.*\.drv$/);
    },
  );
});
