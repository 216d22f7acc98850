import { mkdtempSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { execa } from "execa";
import { root } from "./program.js";

interface LockedPackage {
  readonly version?: string;
  readonly dev?: boolean;
  readonly [key: string]: unknown;
}

export interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly files: readonly string[];
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

export const packageJson = JSON.parse(
  readFileSync(join(root, "package.json"), "utf8"),
) as PackageJson;

/** A tarball of the package, as it would be published, and the paths in it. */
export interface Tarball {
  readonly file: string;
  readonly paths: readonly string[];
  readonly unpackedSize: number;
}

/** Packs what was built; building again would take dist/ away from under other tests. */
export async function pack(): Promise<Tarball> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "nixpawn-pack-")));
  const words = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder];
  const { stdout } = await execa("npm", words, { cwd: root });
  const parsed = JSON.parse(stdout) as unknown;
  // An array, or since npm 11 sometimes an object by name.
  const [packed] = Object.values(parsed as object) as {
    filename: string;
    files: { path: string }[];
    unpackedSize: number;
  }[];
  if (packed === undefined) throw new Error(`npm pack printed ${stdout}`);
  return {
    file: join(folder, packed.filename),
    paths: packed.files.map((one) => one.path).sort(),
    unpackedSize: packed.unpackedSize,
  };
}

/**
 * An empty project with the tarball as its one dependency, installed by npm. The versions of what
 * it brings along are those locked here, which `npm ci` has put into npm's cache.
 */
export async function install({ file }: Tarball): Promise<string> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "nixpawn-installed-")));
  const specifier = `file:${file}`;
  const own = { name: "project", dependencies: { nixpawn: specifier } };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, ...own }));
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    packages: Readonly<Record<string, LockedPackage>>;
  };
  const needed = Object.entries(lock.packages).filter(
    ([path, one]) => path !== "" && one.dev !== true,
  );
  const packages = {
    "": own,
    "node_modules/nixpawn": {
      version: packageJson.version,
      resolved: specifier,
      integrity: `sha512-${createHash("sha512").update(readFileSync(file)).digest("base64")}`,
      dependencies: packageJson.dependencies,
      bin: { nixpawn: "dist/cli.js" },
    },
    ...Object.fromEntries(needed),
  };
  writeFileSync(
    join(folder, "package-lock.json"),
    JSON.stringify({ name: basename(folder), lockfileVersion: 3, requires: true, packages }),
  );
  await execa("npm", ["ci", "--prefer-offline", "--no-audit", "--no-fund"], { cwd: folder });
  return folder;
}
