import { readdir, rm, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { makeFolder } from "../load/cache/make-folder.js";
import { NP902 } from "../problems/codes/cli.js";
import type { Problem } from "../problems/problem.js";
import { systemReason } from "../problems/system-reason.js";
import { exitCodes } from "./exit-codes.js";
import { dependsOnNixpawn, isInstalled, projectAt, type Project } from "./init/project.js";
import { render } from "./init/render.js";
import {
  adviceOn,
  installCommand,
  scaffolds,
  standingFile,
  type Scaffold,
} from "./init/scaffolds.js";
import type { GlobalOptions } from "./options.js";
import { shellWord } from "../problems/shell-words.js";
import { report, shortPath } from "./reporter.js";

export interface InitOptions extends GlobalOptions {
  readonly dryRun: boolean;
}

/** What became of one file. */
interface Placed {
  readonly file: string;
  readonly what: "written" | "kept";
  readonly advice?: string | undefined;
}

/**
 * `nixpawn init [dir]`: a config and what belongs around it. Files that are there stay as they are.
 * Returns the exit code.
 */
export async function init(dir: string, options: InitOptions): Promise<number> {
  const cwd = process.cwd();
  const project = projectAt(resolve(cwd, dir));
  const placed: Placed[] = [];
  const problems: Problem[] = [];
  const say = (text: string): void => {
    if (options.format === "human") process.stderr.write(text);
  };
  try {
    await refuseFile(project.folder);
    for (const scaffold of scaffolds) {
      const one = await place(scaffold, project, options.dryRun);
      placed.push(one);
      const words = one.what === "kept" ? "kept" : options.dryRun ? "would write" : "wrote";
      const advice = one.advice === undefined ? "" : `; ${one.advice}`;
      say(`${words.padEnd(options.dryRun ? 11 : 5)} ${shortPath(one.file, cwd)}${advice}\n`);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    problems.push(cannotWrite(error as NodeJS.ErrnoException, project, cwd));
  }
  const files = (what: Placed["what"]): string[] =>
    placed.filter((one) => one.what === what).map((one) => one.file);
  const advice = placed.flatMap((one) =>
    one.advice === undefined ? [] : [{ file: one.file, advice: one.advice }],
  );
  await report(
    problems,
    { ...options, cwd },
    { files: { written: files("written"), kept: files("kept") }, advice },
  );
  if (problems.length > 0) return exitCodes.problems;
  if (!options.dryRun) say(`\nNext: ${nextSteps(project, cwd)}\n`);
  return exitCodes.done;
}

/** Throws ENOTDIR where a file has the folder's name, also when nothing is to be written. */
async function refuseFile(folder: string): Promise<void> {
  await readdir(folder).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") throw error;
  });
}

async function place(scaffold: Scaffold, project: Project, dryRun: boolean): Promise<Placed> {
  const standing = standingFile(scaffold, project);
  if (standing !== undefined) {
    return { file: standing, what: "kept", advice: adviceOn(scaffold, project, standing) };
  }
  const file = scaffold.path(project);
  const text = await render(scaffold, project);
  if (!dryRun) {
    makeFolder(dirname(file));
    try {
      // "wx": a file that appeared meanwhile is not overwritten either.
      await writeFile(file, text, { flag: "wx" });
    } catch (error) {
      // On a full disk the file can be made, and not be written to.
      if ((error as NodeJS.ErrnoException).code === "ENOSPC") await rm(file, { force: true });
      throw error;
    }
  }
  return { file, what: "written" };
}

function cannotWrite(error: NodeJS.ErrnoException, project: Project, cwd: string): Problem {
  const path = shortPath(error.path ?? project.folder, cwd);
  return NP902.failed({ path, reason: systemReason(error) }, { details: error.message });
}

function nextSteps(project: Project, cwd: string): string {
  const steps = project.folder === cwd ? [] : [`cd ${shellWord(shortPath(project.folder, cwd))}`];
  if (!isInstalled(project)) {
    steps.push(dependsOnNixpawn(project) ? "npm install" : installCommand);
  }
  return [...steps, "npx nixpawn generate"].join(" && ");
}
