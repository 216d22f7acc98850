import { readdirSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { userCacheFolder } from "../../load/cache/cache-folders.js";
import { keepText, readKeptText } from "../../load/cache/kept-file.js";
import type { ContainerEvaluation } from "../check-request.js";

/** More results than this are not kept; the longest unused go first. */
const most = 5000;

/**
 * The folder of remembered evaluations.
 * @throws Error for a user without a home: nothing is remembered then
 */
function evaluationCacheFolder(): string {
  const folder = userCacheFolder();
  if (folder === undefined) throw new Error("there is no folder for what can be made again");
  return join(folder, "evaluations");
}

/** A remembered result. What cannot be read, or is not whole, is not there. */
export function readEvaluation(key: string): ContainerEvaluation | undefined {
  try {
    const file = fileOf(key);
    const text = readKeptText(file, key);
    const stored = text === undefined ? undefined : (JSON.parse(text) as unknown);
    if (!isEntry(stored) || stored.key !== key) return undefined;
    const now = new Date();
    utimesSync(file, now, now);
    return stored.evaluation;
  } catch {
    return undefined;
  }
}

/** Remembers a result. A cache that cannot be written is no reason to fail. */
export function writeEvaluation(key: string, evaluation: ContainerEvaluation): void {
  try {
    keepText(fileOf(key), key, JSON.stringify({ key, evaluation } satisfies Entry));
  } catch {
    // It is evaluated again next time.
  }
}

/** Forgets the results that were not used for the longest time. */
export function pruneEvaluations(): void {
  try {
    const folder = evaluationCacheFolder();
    const names = readdirSync(folder);
    if (names.length <= most) return;
    const byAge = names
      .map((name) => ({ name, used: statSync(join(folder, name)).mtimeMs }))
      .sort((one, other) => one.used - other.used);
    for (const { name } of byAge.slice(0, names.length - most)) rmSync(join(folder, name));
  } catch {
    // Another run may be at the same work.
  }
}

interface Entry {
  readonly key: string;
  readonly evaluation: ContainerEvaluation;
}

function fileOf(key: string): string {
  return join(evaluationCacheFolder(), `${key}.json`);
}

function isEntry(value: unknown): value is Entry {
  const entry = value as Partial<Entry> | null;
  const evaluation = entry?.evaluation;
  return (
    Array.isArray(evaluation?.assertions) &&
    Array.isArray(evaluation.warnings) &&
    isText(evaluation.toplevel) &&
    isText(evaluation.systemPath) &&
    typeof evaluation.options === "object"
  );
}

function isText(value: unknown): boolean {
  return value === null || typeof value === "string";
}
