import { mkdir, readFile, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { configNames } from "../config/find.js";
import { ProblemError } from "../problems/problem.js";
import { programVersion } from "../version.js";
import { exitCodes } from "./exit-codes.js";
import { report, shortPath } from "./reporter.js";

interface Scaffold {
  readonly path: string;
  readonly template: string;
  /** What to do by hand when the file is there already. */
  readonly advice?: string;
  /** How prettier reads it; Nix has its own layout. */
  readonly parser?: "typescript" | "json" | "yaml";
}

const scaffolds: readonly Scaffold[] = [
  { path: "containers.ts", template: "containers.ts", parser: "typescript" },
  {
    path: "flake.nix",
    template: "flake.nix",
    advice: "import the tree in a host's modules: ./containers",
  },
  { path: ".github/workflows/nixpawn.yml", template: "workflow.yml", parser: "yaml" },
  {
    path: ".gitattributes",
    template: "gitattributes",
    advice: "add: containers/** linguist-generated=false text eol=lf",
  },
  { path: ".gitignore", template: "gitignore", advice: "add: node_modules/" },
  {
    path: "package.json",
    template: "package.json",
    parser: "json",
    advice: "npm install --save-dev nixpawn",
  },
  { path: "tsconfig.json", template: "tsconfig.json", parser: "json" },
];

/** The NixOS release that new files name. */
const stateVersion = "26.05";

/** `nixpawn init`: a config and what belongs around it. Files that are there stay as they are. */
export async function init(dir: string, dryRun: boolean): Promise<number> {
  const cwd = process.cwd();
  const folder = resolve(cwd, dir);
  try {
    for (const scaffold of scaffolds) await place(scaffold, folder, cwd, dryRun);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined || error instanceof ProblemError) throw error;
    await report(
      [{ code: "NP902", severity: "error", message: `cannot write to ${folder}: ${message}` }],
      {
        format: "human",
        cwd,
        verbose: false,
      },
    );
    return exitCodes.problems;
  }
  const where = folder === cwd ? "" : `cd ${shortPath(folder, cwd)} && `;
  process.stderr.write(`\nNext: ${where}npx nixpawn generate\n`);
  return exitCodes.done;
}

async function place(
  scaffold: Scaffold,
  folder: string,
  cwd: string,
  dryRun: boolean,
): Promise<void> {
  const file = join(folder, scaffold.path);
  const isConfig = scaffold.path === "containers.ts";
  const standing = isConfig
    ? configNames.map((name) => join(folder, name)).find((path) => existsSync(path))
    : existsSync(file)
      ? file
      : undefined;
  if (standing !== undefined) {
    const advice = scaffold.advice === undefined ? "" : `; ${scaffold.advice}`;
    process.stderr.write(`kept     ${shortPath(standing, cwd)}${advice}\n`);
    return;
  }
  const text = await render(scaffold);
  if (!dryRun) {
    await mkdir(dirname(file), { recursive: true });
    // "wx": a file that appeared meanwhile is not overwritten either.
    await writeFile(file, text, { flag: "wx" });
  }
  process.stderr.write(`${dryRun ? "would write" : "wrote    "} ${shortPath(file, cwd)}\n`);
}

async function render({ template, parser }: Scaffold): Promise<string> {
  const { default: handlebars } = await import("handlebars");
  const source = await readFile(
    new URL(`../templates/init/${template}.hbs`, import.meta.url),
    "utf8",
  );
  const text = handlebars.compile(source, { noEscape: true })({
    stateVersion,
    version: programVersion,
  });
  if (parser === undefined) return text;
  const { format } = await import("prettier");
  return format(text, { parser });
}
