import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import { execa } from "execa";
import ts from "typescript";
import { install, pack, packageJson } from "../support/package.js";
import { environment, filesIn } from "../support/program.js";
import { complaints } from "../support/typescript.js";

let folder: string;
beforeAll(async () => {
  folder = await install(await pack());
});

/** Runs a program of the project. */
async function run(file: string, ...words: string[]) {
  const options = { cwd: folder, reject: false, stdin: "ignore" } as const;
  const env = { ...environment(folder), XDG_CACHE_HOME: undefined };
  const { exitCode, stdout, stderr } = await execa(file, words, { ...options, env });
  return { exitCode, stdout, stderr };
}

const npx = (...words: string[]) => run("npx", "--no-install", "nixpawn", ...words);

test("brings little along", () => {
  const lock = JSON.parse(
    readFileSync(join(folder, "node_modules/.package-lock.json"), "utf8"),
  ) as { packages: object };
  const names = Object.keys(lock.packages).map((path) => path.replace(/^.*node_modules\//, ""));
  // esbuild and oxc-parser, each with its binary for this machine, and the types of the latter.
  expect(names.length).toBeLessThanOrEqual(7);
  expect(names).toEqual(expect.arrayContaining(["nixpawn", "esbuild", "oxc-parser"]));
});

describe("from an empty folder to a tree", () => {
  test("init, generate, validate, --check", async () => {
    expect(await npx("--version")).toMatchObject({ stdout: packageJson.version });
    const init = await npx("init");
    expect(init).toMatchObject({ exitCode: 0, stdout: "" });
    expect(init.stderr).toContain("kept  package.json\n");
    expect(init.stderr).toMatch(/\nNext: npx nixpawn generate$/);
    expect(await npx("generate")).toMatchObject({ exitCode: 0, stderr: "containers: 2 created" });
    expect(await npx("validate", "--strict")).toMatchObject({
      exitCode: 0,
      stderr: "containers.ts: 1 container, no errors",
    });
    expect(await npx("generate", "--check")).toMatchObject({ exitCode: 0 });
    expect(Object.keys(filesIn(join(folder, "containers")))).toEqual(["default.nix", "web.nix"]);
    // Bundles are kept out of the way.
    expect(existsSync(join(folder, "node_modules/.cache/nixpawn"))).toBe(true);
  });

  test("a problem is shown at its place, a problem explained", async () => {
    writeFileSync(
      join(folder, "bad.ts"),
      'import { defineContainers } from "nixpawn";\nexport default defineContainers({ web: { autoStrat: 1 } });\n',
    );
    const bad = await npx("validate", "-c", "bad.ts");
    expect(bad.exitCode).toBe(1);
    expect(bad.stderr).toContain("  bad.ts:2:42  (containers.web.autoStrat)");
    expect((await npx("explain", "NP102")).stdout).toMatch(/^NP102: /);
    rmSync(join(folder, "bad.ts"));
  });

  test("schema", async () => {
    for (const which of ["container", "config"]) {
      const { stdout, exitCode } = await npx("schema", "--of", which);
      expect(exitCode).toBe(0);
      new Ajv2020({ strict: false, validateFormats: false }).compile(JSON.parse(stdout) as object);
    }
  });
});

describe("what other code imports", () => {
  const node = async (text: string): Promise<unknown> =>
    JSON.parse((await run(process.execPath, "--input-type=module", "-e", text)).stdout);

  test("the library, in both kinds of modules", async () => {
    const names = [
      ...[
        "addressOf",
        "config",
        "defineContainers",
        "file",
        "host",
        "isNixExpression",
        "lib",
        "modulesPath",
        "nix",
      ],
      ...["options", "pkgs", "text"],
    ];
    expect(
      await node('console.log(JSON.stringify(Object.keys(await import("nixpawn")).sort()))'),
    ).toEqual(names);
    expect(
      await node(
        'import { createRequire } from "node:module"; console.log(JSON.stringify(Object.keys(createRequire(process.cwd() + "/x.js")("nixpawn")).sort()))',
      ),
    ).toEqual(names);
  });

  test("the schemas, and package.json", async () => {
    for (const name of ["container", "config", "problems"]) {
      const path = `nixpawn/schemas/${name}.schema.json`;
      const url = new URL(`../../schemas/${name}.schema.json`, import.meta.url);
      expect(
        await node(
          `import schema from "${path}" with { type: "json" }; console.log(JSON.stringify(schema))`,
        ),
      ).toEqual(JSON.parse(readFileSync(url, "utf8")));
    }
    expect(
      await node(
        'import own from "nixpawn/package.json" with { type: "json" }; console.log(JSON.stringify(own.name))',
      ),
    ).toBe("nixpawn");
  });

  test("nothing else", async () => {
    const text =
      'console.log(JSON.stringify(await import("nixpawn/dist/cli.js").catch((error) => error.code)))';
    expect(await node(text)).toBe("ERR_PACKAGE_PATH_NOT_EXPORTED");
  });
});

describe("TypeScript", () => {
  const source = `import { defineContainers, file, lib, nix, pkgs, type ContainerOptions } from "nixpawn";
const base: ContainerOptions = { autoStart: true };
export default defineContainers({
  web: { ...base, config: [file("./web.nix"), { environment: { systemPackages: [pkgs.curl, nix\`x\`] } }] },
  db: ({ containers }) => ({ hostBridge: containers.web.hostBridge, nixpkgs: lib.x }),
  // @ts-expect-error there is no such option
  bad: { autoStrat: true },
});
`;
  const { ModuleKind, ModuleResolutionKind } = ts;

  test.each<[string, ts.CompilerOptions]>([
    ["bundler", { module: ModuleKind.ESNext, moduleResolution: ModuleResolutionKind.Bundler }],
    ["bundler, by preserve", { module: ModuleKind.Preserve }],
    ["nodenext", { module: ModuleKind.NodeNext, moduleResolution: ModuleResolutionKind.NodeNext }],
    ["node16", { module: ModuleKind.Node16, moduleResolution: ModuleResolutionKind.Node16 }],
    // It does not read `exports`, and is on its way out.
    [
      "node10",
      {
        module: ModuleKind.ESNext,
        // eslint-disable-next-line @typescript-eslint/no-deprecated
        moduleResolution: ModuleResolutionKind.Node10,
        ignoreDeprecations: "6.0",
      },
    ],
  ])("under moduleResolution %s", (_name, options) => {
    const file = join(folder, "check.mts");
    const all = { ...options, paths: {}, skipLibCheck: false };
    expect(complaints({ [file]: source }, all)).toEqual([]);
    expect(complaints({ [file]: source.replace("autoStrat", "autoStart") }, all)).toMatchObject([
      { message: "Unused '@ts-expect-error' directive." },
    ]);
  });
});

test("a broken installation says that it is nixpawn's fault, in few words", async () => {
  rmSync(join(folder, "node_modules/nixpawn/schemas"), { recursive: true });
  const { exitCode, stdout, stderr } = await npx("schema");
  expect([exitCode, stdout]).toEqual([70, ""]);
  expect(stderr).toMatch(
    /^nixpawn \d+\.\d+\.\d+ failed: ENOENT: [^\n]*\nThis is a mistake of nixpawn; please report it with the output of --verbose\.$/,
  );
  expect((await npx("schema", "--verbose")).stderr).toMatch(/\n +at /);
});
