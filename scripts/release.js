// @ts-check
// Makes a release ready, and never publishes it: npm run release -- VERSION
// Dates the changelog's topmost entry, sets the version everywhere, builds, packs, and looks at what was packed.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = new URL("../", import.meta.url).pathname;
const [version = "", ...others] = process.argv.slice(2);

/** @param {string} reason @returns {never} */
function refuse(reason) {
  process.stderr.write(`${reason}\n`);
  process.exit(2);
}

/** @param {string} program @param {readonly string[]} words @param {string} cwd */
const run = (program, words, cwd = root) =>
  execFileSync(program, words, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });

/** @param {string} program @param {readonly string[]} words */
const show = (program, words) => execFileSync(program, words, { cwd: root, stdio: "inherit" });

/** @param {string} path */
const textOf = (path) => readFileSync(join(root, path), "utf8");

if (others.length > 0 || !/^\d+\.\d+\.\d+$/.test(version)) {
  refuse("npm run release -- VERSION, three numbers: 0.2.0");
}
if (run("git", ["status", "--porcelain"]) !== "") refuse("There are changes that are no commit.");

const before = /** @type {{ version: string }} */ (JSON.parse(textOf("package.json"))).version;
const changelog = textOf("CHANGELOG.md");
const [, heading = "", text = ""] = /^(## .*)\n([^]*?)(?=^## |$(?![^]))/m.exec(changelog) ?? [];
if (!/\bunreleased\)?$/i.test(heading)) {
  refuse("CHANGELOG.md has no entry that is unreleased: start one with `## Unreleased`.");
}
if (text.trim() === "") refuse("The topmost entry of CHANGELOG.md is empty.");
const [, told = version] = /(\d+\.\d+\.\d+)/.exec(heading) ?? [];
if (told !== version) refuse(`The topmost entry of CHANGELOG.md is of ${told}.`);

/** @param {string} one @param {string} other */
const isOlder = (one, other) => one.localeCompare(other, "en", { numeric: true }) < 0;
if (isOlder(version, before)) refuse(`package.json is at ${before} already.`);
for (const [, released = ""] of changelog.matchAll(/^## (\d+\.\d+\.\d+) \(\d/gm)) {
  if (!isOlder(released, version)) refuse(`${released} is released already.`);
}

const date = new Date().toISOString().slice(0, 10);
const tarball = `nixpawn-${version}.tgz`;
const files = ["package.json", "package-lock.json", "CHANGELOG.md", "README.md"];
const texts = files.map((path) => /** @type {const} */ ([path, textOf(path)]));
try {
  run("npm", ["version", version, "--no-git-tag-version", "--allow-same-version"]);
  writeFileSync(
    join(root, "CHANGELOG.md"),
    changelog.replace(heading, () => `## ${version} (${date})`),
  );
  writeFileSync(
    join(root, "README.md"),
    textOf("README.md").replaceAll(`nixpawn-${before}.tgz`, tarball),
  );

  // Generated files, types and all tests have to fit the version, too.
  show("npm", ["run", "--silent", "generate"]);
  const changed = run("git", ["diff", "--name-only"]).trim().split("\n");
  const unexpected = changed.filter((path) => path !== "" && !files.includes(path));
  if (unexpected.length > 0) throw new Error(`npm run generate changes ${unexpected.join(", ")}`);
  show("npm", ["run", "--silent", "build"]);
  show("npm", ["run", "--silent", "jest", "--", "test/package"]);
  run("npm", ["pack", "--ignore-scripts"]);
  checkPacked();
} catch (error) {
  for (const [path, was] of texts) writeFileSync(join(root, path), was);
  rmSync(join(root, tarball), { force: true });
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.stderr.write(`Nothing was released: ${files.join(", ")} are as before.\n`);
  process.exit(1);
}
process.stdout.write(
  [
    `${tarball} is made and looked at; nothing is published. What is left:`,
    `  git commit -am "Release ${version}" && git tag -a v${version} -m ${version}`,
    "  bash scripts/test.sh --all, also with NIXPAWN_LAB_DEBIAN=trixie",
    "",
  ].join("\n"),
);

/** Installs the tarball as a user does, and goes from an empty folder to a tree. */
function checkPacked() {
  const folder = mkdtempSync(join(tmpdir(), "nixpawn-release-"));
  try {
    writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
    const flags = ["--prefer-offline", "--no-audit", "--no-fund", "--silent"];
    run("npm", ["install", ...flags, join(root, tarball)], folder);
    /** @param {readonly string[]} words */
    const nixpawn = (...words) => run("npx", ["--no-install", "nixpawn", ...words], folder);
    const said = nixpawn("--version").trim();
    if (said !== version) throw new Error(`the packed program says that it is ${said}`);
    nixpawn("init");
    nixpawn("generate");
    nixpawn("generate", "--check");
    const packed = readFileSync(join(folder, "node_modules/nixpawn/CHANGELOG.md"), "utf8");
    if (!packed.includes(`## ${version} (${date})`)) throw new Error("another changelog is packed");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
