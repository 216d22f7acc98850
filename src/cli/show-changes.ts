import type { TreeChanges } from "../tree/compare.js";
import type { GenerateOptions } from "./generate-options.js";
import { shortPath } from "./reporter.js";

/** Whether nothing is to be written. */
export function isOnlyLook({ check, diff, dryRun }: GenerateOptions): boolean {
  return check || dryRun || diff;
}

/** What a JSON document says of a tree, beside its problems. */
export function jsonOf(
  changes: TreeChanges | undefined,
  diff?: string,
): Readonly<Record<string, unknown>> {
  if (changes === undefined) return {};
  const { created, changed, removed, unchanged } = changes;
  return {
    files: { created, changed, removed, unchanged },
    ...(diff === undefined ? {} : { diff }),
  };
}

/** Says in words what became of a tree. */
export async function showChanges(
  changes: TreeChanges,
  outDir: string,
  options: GenerateOptions,
  cwd: string,
): Promise<void> {
  const onlyLook = isOnlyLook(options);
  const lines = options.dryRun
    ? (["created", "changed", "removed"] as const).flatMap((word) =>
        changes[word].map((path) => `${word.padEnd(8)} ${path}\n`),
      )
    : [];
  process.stderr.write(
    `${lines.join("")}${shortPath(outDir, cwd)}: ${summary(changes)}${onlyLook ? " (nothing written)" : ""}\n`,
  );
  if (!onlyLook && changes.created.length > 0) {
    const { hintUntracked } = await import("./untracked.js");
    await hintUntracked(outDir, cwd);
  }
}

function summary({ created, changed, removed, unchanged }: TreeChanges): string {
  const parts = Object.entries({ created, changed, removed, unchanged })
    .filter(([, files]) => files.length > 0)
    .map(([word, files]) => `${String(files.length)} ${word}`);
  return parts.length === 0 ? "no files" : parts.join(", ");
}
