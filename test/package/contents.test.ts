import { existsSync, readFileSync, statSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, resolve } from "node:path";
import { beforeAll, expect, test } from "@jest/globals";
import { build } from "esbuild";
import { pack, packageJson, type Tarball } from "../support/package.js";
import { root } from "../support/program.js";

let tarball: Tarball;
beforeAll(async () => {
  tarball = await pack();
});

/** The built files by path, each with what it imports, as a bundler sees them. */
async function builtFiles() {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ["dist/cli.js", "dist/index.js", "dist/nix.js"],
    outdir: "never-written",
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    splitting: true,
    platform: "node",
    packages: "external",
    logLevel: "silent",
  });
  return metafile.inputs;
}

/**
 * The files of the program, by path, each with what its parts require: from the one that every run
 * loads to all that are reached from it.
 */
function programFiles(): Map<string, readonly string[]> {
  const files = new Map<string, readonly string[]>();
  const loaded = new Set<string>();
  const visit = (path: string): void => {
    if (files.has(path)) return;
    const text = readFileSync(join(root, path), "utf8");
    for (const [, name = ""] of text.matchAll(/"(\.\/[^"]+)":function/g)) loaded.add(name);
    // What ajv says of its code is no part of it: 'require("…")'.
    const required = [...text.matchAll(/(?<!')\brequire(?:\.resolve)?\("([^"]+)"\)/g)].map(
      ([, name = ""]) => name,
    );
    files.set(path, required);
    for (const name of required) {
      if (name.startsWith("./") && !loaded.has(name)) visit(join("dist", name));
    }
  };
  tarball.paths.filter((path) => /^dist\/program-[^/]*$/.test(path)).forEach(visit);
  return files;
}

test("only what is needed is in it", () => {
  const expected = [
    /^dist\/(?:cli|index|nix|chunk-[a-z0-9-]+-[A-Z0-9]{8})\.js$/,
    /^dist\/program-[0-9a-f]{8}\.cjs$/,
    /^dist\/changed-[0-9a-f]{8}\.cjs$/,
    /^dist\/[a-z-]+-[A-Z0-9]{8}\.cjs$/,
    /^dist\/packages\/[a-z-]+\.cjs$/,
    /^dist\/licences\.txt$/,
    /^dist\/types\/.*\.d\.ts$/,
    /^docs\/(?:nix|problems)\.md$/,
    /^nixos-modules\/(?:check|systemd-containers)\/[a-z-]+\.nix$/,
    /^nixos-modules\/systemd-containers\/(?:conf-lines|values)\.generated\.nix$/,
    /^nixos-modules\/systemd-containers\/scripts\/[a-z-]+(?:\.bash)?$/,
    /^schemas\/(?:config|container|problems)\.schema\.json$/,
    /^templates\/container@\.service\.hbs$/,
    /^templates\/init\/[a-z.]+\.hbs$/,
    /^(?:CHANGELOG|README)\.md$/,
    /^LICENSE$/,
    /^package\.json$/,
  ];
  expect(tarball.paths.filter((path) => !expected.some((one) => one.test(path)))).toEqual([]);
  for (const one of expected) {
    expect([one, tarball.paths.some((path) => one.test(path))]).toEqual([one, true]);
  }
  // Unpacked; most of it is prettier's parsers, and the licences of what they are made of.
  expect(tarball.unpackedSize).toBeLessThan(2_500_000);
});

test("everything that package.json names exists", () => {
  for (const path of packageJson.files)
    expect([path, existsSync(join(root, path))]).toEqual([path, true]);
  for (const path of ["dist/cli.js", "dist/index.js", "dist/types/index.d.ts"])
    expect(tarball.paths).toContain(path);
  expect(statSync(join(root, "dist/cli.js")).mode & 0o111).toBe(0o111);
  expect(readFileSync(join(root, "dist/cli.js"), "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
});

test("run-time dependencies are those that the built files import, and no others", async () => {
  const paths = Object.values(await builtFiles()).flatMap((one) =>
    one.imports.filter((each) => each.external === true).map((each) => each.path),
  );
  const required = [...programFiles().values()].flat().filter((path) => !path.startsWith("."));
  const packages = [...new Set([...paths, ...required])].filter(
    (path) => !path.startsWith("node:") && !builtinModules.includes(path),
  );
  expect(packages.sort()).toEqual(Object.keys(packageJson.dependencies).sort());
  for (const name of packages) expect(packageJson.devDependencies[name]).toBeUndefined();
});

test("every chunk is reached from the program or a library", async () => {
  const built = Object.keys(await builtFiles()).filter((path) => path.endsWith(".js"));
  expect(built.sort()).toEqual(tarball.paths.filter((path) => /^dist\/[^/]*\.js$/.test(path)));
  expect([...programFiles().keys()].sort()).toEqual(
    tarball.paths.filter((path) => path.endsWith(".cjs")).sort(),
  );
});

test("every declaration is reached from the libraries'", () => {
  const reached = new Set<string>();
  const visit = (path: string): void => {
    if (reached.has(path)) return;
    reached.add(path);
    const text = readFileSync(join(root, path), "utf8");
    for (const [, to = ""] of text.matchAll(/(?:from |import\()"([^"]+)"/g)) {
      // Users need no other package's types.
      expect(to).toMatch(/^\.\.?\//);
      visit(resolve("/", dirname(path), to.replace(/\.js$/, ".d.ts")).slice(1));
    }
  };
  visit("dist/types/index.d.ts");
  visit("dist/types/nix-api.d.ts");
  expect([...reached].sort()).toEqual(tarball.paths.filter((path) => path.endsWith(".d.ts")));
});

test("the licences of what is bundled are passed on", () => {
  const text = readFileSync(join(root, "dist/licences.txt"), "utf8");
  for (const name of [
    "yargs",
    "execa",
    "chokidar",
    "handlebars",
    "prettier",
    "diff",
    "ipaddr.js",
  ]) {
    expect(text).toMatch(
      new RegExp(`^${name.replace(".", "\\.")} \\d+\\.\\d+\\.\\d+ \\(.+\\)$`, "m"),
    );
  }
  expect(text).not.toMatch(/undefined/);
});

test("nothing in it knows where it was built", () => {
  for (const path of tarball.paths) {
    expect([path, readFileSync(join(root, path), "utf8").includes(root)]).toEqual([path, false]);
  }
});
