// @ts-check
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { changeValue, makeMistake, writeConfig } from "./config.js";

/**
 * One thing that is measured, again and again.
 * @typedef {import("./measure.js").Command & { name: string, before?: () => void }} Case
 */

export const cli = fileURLToPath(new URL("../dist/cli.js", import.meta.url));

/** What every ratio is a multiple of. */
export const peer = "node -e ''";

/**
 * The cases for so many containers, each with a config and a tree of its own, ready to run.
 * @param {string} folder an empty one
 * @param {number} count of containers
 * @returns {Case[]}
 */
export function casesOf(folder, count) {
  const warm = configIn(join(folder, "warm"), count);
  const changed = configIn(join(folder, "changed"), count);
  const first = configIn(join(folder, "first"), count);
  const mistake = configIn(join(folder, "mistake"), count);
  for (const ready of [warm, changed]) demandTree(ready, count);
  const rack = join(mistake, "racks/rack-0.ts");
  writeFileSync(rack, makeMistake(readFileSync(rack, "utf8")));
  demandOneProblem(mistake);
  return [
    { ...node(folder, "-e", ""), name: peer },
    { ...nixpawn(warm, "generate"), name: "generate, nothing changed" },
    { ...nixpawn(warm, "generate", "--check"), name: "generate --check" },
    { ...nixpawn(warm, "validate"), name: "validate" },
    {
      ...nixpawn(changed, "generate"),
      name: "generate, one value changed",
      before: changer(changed),
    },
    {
      ...nixpawn(first, "generate"),
      name: "generate, for the first time",
      before: () => {
        rmSync(join(first, "containers"), { recursive: true, force: true });
        rmSync(join(first, "node_modules/.cache"), { recursive: true, force: true });
      },
    },
    { ...nixpawn(mistake, "validate"), name: "validate, one mistake", exitCode: 1 },
    ...nixParse(join(warm, "containers")),
  ];
}

/**
 * A config that `--watch` may run on.
 * @param {string} folder an empty one
 * @param {number} count of containers
 * @returns {{ folder: string, file: string, save: () => string }} a file of the tree, and what changes
 *   the config and returns what that file will have
 */
export function watchedConfig(folder, count) {
  const watched = configIn(join(folder, "watched"), count);
  const rack = join(watched, "racks/rack-0.ts");
  const text = readFileSync(rack, "utf8");
  let turn = 0;
  const save = () => {
    turn += 1;
    const changed = changeValue(text, turn);
    writeFileSync(rack, changed);
    return `hostPort = ${/hostPort: (\d+)/.exec(changed)?.[1] ?? ""};`;
  };
  return { folder: watched, file: join(watched, "containers/web-0.nix"), save };
}

/**
 * @param {string} folder
 * @param {number} count
 */
function configIn(folder, count) {
  // Bundles are kept in the nearest node_modules: of this folder, not of the user.
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  writeConfig(folder, count);
  return folder;
}

/** @param {string} folder */
function changer(folder) {
  const file = join(folder, "racks/rack-0.ts");
  const text = readFileSync(file, "utf8");
  let turn = 0;
  return () => {
    turn += 1;
    writeFileSync(file, changeValue(text, turn));
  };
}

/**
 * @param {string} folder
 * @param {...string} words
 */
function node(folder, ...words) {
  return { program: process.execPath, words, folder, exitCode: 0 };
}

/**
 * @param {string} folder
 * @param {...string} words
 */
function nixpawn(folder, ...words) {
  return node(folder, cli, ...words);
}

/**
 * Nix reading the same tree; nothing where there is no Nix.
 * @param {string} folder
 * @returns {Case[]}
 */
function nixParse(folder) {
  const program = "nix-instantiate";
  if (spawnSync(program, ["--version"]).error !== undefined) return [];
  const words = ["--parse", ...readdirSync(folder).filter((name) => name.endsWith(".nix"))];
  return [{ name: `${program} --parse`, program, words, folder, exitCode: 0 }];
}

/**
 * Generates, and refuses to measure a program that does not do its work.
 * @param {string} folder
 * @param {number} count
 */
function demandTree(folder, count) {
  spawnSync(process.execPath, [cli, "generate"], { cwd: folder });
  const files = readdirSync(join(folder, "containers")).filter((name) => name.endsWith(".nix"));
  if (files.length !== count + 1) throw new Error(`${folder}: ${files.length} files`);
}

/** @param {string} folder */
function demandOneProblem(folder) {
  const { stdout } = spawnSync(process.execPath, [cli, "validate", "--format", "json"], {
    cwd: folder,
    maxBuffer: Infinity,
  });
  /** @type {{ problems: { code: string, file?: string }[] }} */
  const { problems } = JSON.parse(String(stdout));
  const [one, ...more] = problems;
  if (one?.code !== "NP103" || more.length > 0 || !one.file?.endsWith("rack-0.ts")) {
    throw new Error(`not the problem that was made: ${JSON.stringify(problems)}`);
  }
}
