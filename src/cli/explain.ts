import { NP901 } from "../problems/codes/cli.js";
import type { Explanation } from "../problems/code.js";
import { problemCodes } from "../problems/codes.js";
import { nearest } from "../problems/nearest.js";
import { exitCodes } from "./exit-codes.js";
import { writeJson } from "./output.js";
import { report, type Format } from "./reporter.js";

const entries = Object.entries<Explanation>(problemCodes).sort(([a], [b]) => (a < b ? -1 : 1));

/**
 * `nixpawn explain [CODE]`: cause and cure of a problem, or the titles of all. Returns the exit code.
 * @param code in capitals or not
 */
export async function explain(code: string | undefined, format: Format): Promise<number> {
  if (code === undefined) {
    if (format === "json") writeJson(entries.map(([name, entry]) => ({ code: name, ...entry })));
    else process.stdout.write(entries.map(([name, { title }]) => `${name}  ${title}\n`).join(""));
    return exitCodes.done;
  }
  const found = entries.find(([name]) => name === code.toUpperCase());
  if (found === undefined) {
    const guess = nearest(
      code.toUpperCase(),
      entries.map(([name]) => name),
    );
    await report([NP901.code({ code, guess })], { format, cwd: process.cwd(), verbose: false });
    return exitCodes.usage;
  }
  const [name, { title, cause, cure }] = found;
  if (format === "json") writeJson({ code: name, title, cause, cure });
  else process.stdout.write(`${name}: ${title}\n\n${cause}\n\n${cure}\n`);
  return exitCodes.done;
}
