import { dirname } from "node:path";
import type { BuildFailure } from "esbuild";
import { NP003, NP011 } from "../problems/codes/config.js";
import { ProblemError, type Problem } from "../problems/problem.js";
import { bundleProblems, firstHere } from "./bundle/bundle-problems.js";
import { jsonDuplicates } from "./json-duplicates.js";
import { SourceText } from "../problems/text-position.js";

/**
 * Parses a JSON config.
 * @throws ProblemError NP003, NP011 with the place of the mistake
 */
export async function parseJsonConfig(file: string, text: string): Promise<unknown> {
  const source = new SourceText(text);
  let value: unknown;
  try {
    value = JSON.parse(source.text) as unknown;
  } catch (error) {
    throw new ProblemError([await mistake(file, source, error)]);
  }
  const twice = jsonDuplicates(source.text).map(({ name, first, again }): Problem => {
    const place = { file, start: source.positionAt(again) };
    const related = [{ message: firstHere, place: { file, start: source.positionAt(first) } }];
    return NP011.twice({ name }, { place, related });
  });
  if (twice.length > 0) throw new ProblemError(twice);
  return value;
}

/** V8 does not always say where; esbuild, which reads the JSON that a config imports, does. */
async function mistake(file: string, source: SourceText, error: unknown): Promise<Problem> {
  const { transform } = await import("esbuild");
  try {
    await transform(source.text, { loader: "json", sourcefile: file, logLevel: "silent" });
  } catch (failure) {
    const [found] = bundleProblems((failure as BuildFailure).errors.slice(0, 1), {
      folder: dirname(file),
      inserted: () => [],
      library: [],
    });
    if (found !== undefined) return found;
  }
  // Where only V8 finds fault, it names the offset.
  const message = error instanceof Error ? error.message : String(error);
  const offset = Number(/position (\d+)/.exec(message)?.[1] ?? source.text.length);
  const reason = message.replace(/ in JSON at position \d+.*$/, "");
  return NP003.json({ reason }, { place: { file, start: source.positionAt(offset) } });
}
