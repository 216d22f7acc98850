import { ProblemError } from "../problems/problem.js";
import { positionAt } from "../problems/text-position.js";

/**
 * Parses a JSON config.
 * @throws ProblemError NP003 with the place of the mistake
 */
export function parseJsonConfig(file: string, text: string): unknown {
  const clean = text.replace(/^\uFEFF/, "");
  try {
    return JSON.parse(clean) as unknown;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const offset = Number(/position (\d+)/.exec(message)?.[1] ?? clean.length);
    throw new ProblemError([
      {
        code: "NP003",
        severity: "error",
        message: `this is no JSON: ${message.replace(/ in JSON at position \d+.*$/, "")}`,
        place: { file, start: positionAt(clean, offset) },
      },
    ]);
  }
}
