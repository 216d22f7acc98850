import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { compileConfig, compileUnlessKnown } from "../../../src/plan/compile.js";
import type { CompileResult } from "../../../src/plan/compile-result.js";
import { containerFile, renderPlan } from "../../../src/targets/index.js";
import { folderWith } from "../../support/program.js";
import { fine } from "../../support/compile.js";

const newCache = (): string => mkdtempSync(join(tmpdir(), "nixpawn-cache-"));

/** Options of a container: right and wrong ones, and those that depend on what is around them. */
const bodies: readonly string[] = [
  `{ ${fine} }`,
  `{ ${fine}, ephemeral: true }`,
  `{ ${fine}, privateNetwork: true, localAddress: "10.0.0.2", hostAddress: "10.0.0.1" }`,
  `{ ${fine}, privateNetwork: true, localAddress: "10.0.0.3", hostAddress: "10.0.0.1" }`,
  `{ ${fine}, bindMounts: { "/data": { hostPath: "/data", isReadOnly: false } } }`,
  `{ ${fine}, bindMounts: { "/data": { hostPath: shared as any } } }`,
  `{ autoStart: true, config: { a: shared, system: { stateVersion: "26.05" } } }`,
  `{ autoStart: true, config: { a: nix\`config.x\`, system: { stateVersion: "26.05" } } }`,
  `{ autoStart: true, config: { a: nix\`inputs.x\`, system: { stateVersion: "26.05" } } }`,
  `{ autoStart: true, config: { imports: [file("./a.nix")], system: { stateVersion: "26.05" } } }`,
  `{ autoStart: true, config: { a: nix\`import ./b.nix\`, system: { stateVersion: "26.05" } } }`,
  `{ autoStart: true, config: ({ config }) => ({ a: config.b, system: { stateVersion: "26.05" } }) }`,
  `lib.mkIf(host.config.a, { ${fine} })`,
  `({ containers }) => ({ ${fine}, hostBridge: "br" + Object.keys(containers).length, privateNetwork: true })`,
  `{ autoStart: true, config: { a: nix\`1 +\`, system: { stateVersion: "26.05" } } }`,
  `{ autoStrat: true }`,
  `{ config: {} }`,
];

const step = fc.record({
  web: fc.nat(bodies.length - 1),
  db: fc.nat(bodies.length - 1),
  third: fc.option(fc.nat(bodies.length - 1)),
  shared: fc.constantFrom("config.s", "config.t", "pkgs.s"),
  settings: fc.constantFrom("", 'hostArguments: ["inputs"]', "defaults: { ephemeral: true }"),
  target: fc.constantFrom("containers", "systemd.containers"),
  a: fc.boolean(),
  b: fc.boolean(),
  git: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

function write(
  folder: string,
  { web, db, third, shared, settings, target, a, b, git }: Step,
): void {
  const own = [["web", web] as const, ["db", db] as const, ["third", third] as const];
  const containers = own.flatMap(([name, body]) =>
    body === null ? [] : [`  ${name}: ${bodies[body] ?? ""},`],
  );
  const text = [
    'import { defineContainers, file, host, lib, nix, pkgs } from "nixpawn";',
    `const shared = nix\`${shared}\`;`,
    "export default defineContainers({",
    ...containers,
    `} as any, { ${[settings, `target: "${target}"`].filter((one) => one !== "").join(", ")} });`,
  ];
  writeFileSync(join(folder, "here", "containers.ts"), `${text.join("\n")}\n`);
  for (const [name, isThere] of [["a.nix", a] as const, ["b.nix", b] as const]) {
    if (isThere) writeFileSync(join(folder, "here", name), "{ }\n");
    else rmSync(join(folder, "here", name), { force: true });
  }
  if (git) mkdirSync(join(folder, ".git"), { recursive: true });
  else rmSync(join(folder, ".git"), { recursive: true, force: true });
}

interface Answer {
  readonly files: Readonly<Record<string, string>> | undefined;
  readonly problems: readonly unknown[];
  readonly inputs: readonly string[];
  readonly missing: readonly string[];
}

async function answerOf(compiled: CompileResult, keep: boolean): Promise<Answer> {
  const { plan, inputs, missing, problems } = compiled;
  const tree = plan && (await renderPlan(plan));
  const files = tree?.files.map(({ path, hash, executable = false }) => ({
    path,
    hash,
    executable,
  }));
  if (keep && files !== undefined) compiled.keep?.(files, containerFile);
  return {
    files: files && Object.fromEntries(files.map(({ path, hash }) => [path, hash])),
    problems: problems.map(({ code, message, place }) => [code, message, place]),
    inputs,
    missing,
  };
}

test("a container that did not change is known by itself", async () => {
  const folder = folderWith({ "here/x": "" });
  const cwd = join(folder, "here");
  const plain = { third: null, shared: "pkgs.s", settings: "", target: "containers" } as const;
  const knownAfter = async (web: number, db: number): Promise<readonly string[]> => {
    write(folder, { web, db, ...plain, a: true, b: true, git: false });
    const compiled = await compileConfig({ cwd });
    await answerOf(compiled, true);
    const { containers = [] } = compiled.plan ?? {};
    return containers.filter((one) => one.knownFile !== undefined).map(({ name }) => name);
  };
  expect(await knownAfter(1, 4)).toEqual([]);
  expect(await knownAfter(2, 4)).toEqual(["db"]);
  expect(await knownAfter(2, 0)).toEqual(["web"]);
  // Both have the same template: what it means in one depends on the other.
  expect(await knownAfter(6, 6)).toEqual([]);
  expect(await knownAfter(6, 0)).toEqual([]);
  // It is the other one's no more.
  expect(await knownAfter(6, 1)).toEqual(["web"]);
});

test("what is known of a config is what a first run finds, whatever changed in between", async () => {
  // What nothing is wrong with is known; with a container that is wrong, nothing is.
  const tried = { runs: 0, whole: 0, containers: 0 };
  const usual = process.env.XDG_CACHE_HOME;
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 3 }), async (steps) => {
        const folder = folderWith({ "here/x": "" });
        const cwd = join(folder, "here");
        const warm = newCache();
        // One container changes and comes back; so does a file that another one names.
        const all = steps.flatMap((one) => [one, { ...one, db: 0, b: !one.b }, one]);
        for (const one of all) {
          for (const again of [false, true]) {
            write(folder, one);
            process.env.XDG_CACHE_HOME = newCache();
            const fresh = await answerOf(await compileConfig({ cwd }), false);
            process.env.XDG_CACHE_HOME = warm;
            const compiled = await compileUnlessKnown({ cwd });
            tried.runs += 1;
            if ("known" in compiled) {
              tried.whole += 1;
              const { known, inputs, missing } = compiled;
              const files = Object.fromEntries(known.files.map(({ path, hash }) => [path, hash]));
              expect({ files, problems: [], inputs, missing }).toEqual(fresh);
            } else {
              if (again) expect(fresh.problems.length > 0 || hasFunction(one)).toBe(true);
              const known = compiled.plan?.containers.filter(
                (each) => each.knownFile !== undefined,
              );
              tried.containers += known?.length ?? 0;
              expect(await answerOf(compiled, true)).toEqual(fresh);
              for (const each of known ?? []) expect(each.syntax).toBeDefined();
            }
          }
        }
      }),
      { numRuns: Number(process.env.NIXPAWN_RUNS ?? 4) },
    );
  } finally {
    process.env.XDG_CACHE_HOME = usual;
  }
  process.stdout.write(`known plans: ${JSON.stringify(tried)}\n`);
  expect(tried.whole).toBeGreaterThan(0);
});

function hasFunction({ web, db, third }: Step): boolean {
  return [web, db, third].some(
    (one) => one !== null && bodies[one]?.includes("config: (") === true,
  );
}
