import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { compileConfig } from "../../src/plan/compile.js";
import type { CompileResult } from "../../src/plan/compile-result.js";
import { folderWith, marked } from "./program.js";

process.env.XDG_CACHE_HOME = mkdtempSync(join(tmpdir(), "nixpawn-cache-"));

/** What imports a config of these tests has. */
export const head = 'import { config, defineContainers, file, lib, nix, pkgs } from "nixpawn";\n';

/** Options of a container that has no problem of its own. */
export const fine = 'autoStart: true, config: { system: { stateVersion: "26.05" } }';

/** A config with a container `web` of these options, beside the fine ones. */
export const withWeb = (options: string): string =>
  `${head}export default defineContainers({ web: { ${fine}, ${options} } } as any);\n`;

/** Compiles a config in this process. */
export function compileFolder(folder: string): Promise<CompileResult> {
  return compileConfig({ cwd: folder });
}

/** A problem by its code and where it is shown: file, line, column. */
export type Shown = readonly [code: string, where: string | undefined];

export interface Compiled {
  readonly problems: readonly Shown[];
  readonly messages: readonly string[];
  readonly hints: readonly (string | undefined)[];
  readonly result: CompileResult;
}

/**
 * Compiles files with a config among them. «» may mark a place in one of them.
 * @returns the problems, and what `where` of one at the mark is
 */
export async function compileFiles(
  files: Readonly<Record<string, string>>,
): Promise<Compiled & { readonly mark: string | undefined }> {
  const texts = Object.entries(files).map(([path, text]) => [path, marked(text)] as const);
  const folder = folderWith(Object.fromEntries(texts.map(([path, { text }]) => [path, text])));
  const at = texts.find(([path]) => files[path]?.includes("«"));
  const result = await compileFolder(folder);
  return {
    result,
    problems: result.problems.map(({ code, place }) => [
      code,
      place && `${relative(folder, place.file)}:${place.start.line}:${place.start.column}`,
    ]),
    messages: result.problems.map(({ message }) => message),
    hints: result.problems.map(({ hint }) => hint),
    mark: at && `${at[0]}:${at[1].line}:${at[1].column}`,
  };
}

/** The same for a config that is all there is. */
export const compileText = (text: string) => compileFiles({ "containers.ts": text });
