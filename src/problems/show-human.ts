import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import picocolors from "picocolors";
import type { Place, Problem } from "./problem.js";
import { pathInWords } from "./value-path.js";

export interface ShowOptions {
  /** Paths are shown relative to it. */
  readonly cwd: string;
  readonly colors: boolean;
  /** Show the words of other programs too. */
  readonly verbose: boolean;
}

/** Problems for people: each with its line, the place in it underlined, and what to do. */
export async function showHuman(
  problems: readonly Problem[],
  options: ShowOptions,
): Promise<string> {
  const colors = picocolors.createColors(options.colors);
  const files = new Map<string, readonly string[]>();
  const linesOf = async (file: string): Promise<readonly string[]> => {
    const known = files.get(file);
    if (known !== undefined) return known;
    const lines = (await readFile(file, "utf8").catch(() => ""))
      .replace(/^\uFEFF/, "")
      .split(/\r\n|[\n\r]/);
    files.set(file, lines);
    return lines;
  };
  const excerpt = async (place: Place): Promise<string[]> => {
    const line = (await linesOf(place.file))[place.start.line - 1];
    if (line === undefined) return [];
    const number = String(place.start.line);
    const last = place.end?.line === place.start.line ? place.end.column : line.length + 1;
    const end = place.end === undefined ? place.start.column + 1 : last;
    const blank = line
      .slice(0, place.start.column - 1)
      .replace(/[^\t]/gu, (one) => " ".repeat(width(one)));
    const marked = line.slice(place.start.column - 1, Math.max(end, place.start.column + 1) - 1);
    const carets = "^".repeat(
      Math.max(
        1,
        Array.from(marked).reduce((sum, one) => sum + width(one), 0),
      ),
    );
    return [
      `  ${colors.dim(`${number} |`)} ${line}`,
      `  ${colors.dim(`${" ".repeat(number.length)} |`)} ${blank}${colors.red(carets)}`,
    ];
  };
  const where = (place: Place): string =>
    `${relative(options.cwd, place.file) || place.file}:${String(place.start.line)}:${String(place.start.column)}`;

  const blocks: string[] = [];
  for (const problem of problems) {
    const name = problem.severity === "error" ? colors.red("error") : colors.yellow("warning");
    const lines = [`${name} ${colors.bold(problem.code)}: ${problem.message}`];
    if (problem.place !== undefined) {
      const path = problem.path === undefined ? "" : `  (${pathInWords(problem.path)})`;
      lines.push(`  ${colors.cyan(where(problem.place))}${colors.dim(path)}`);
      lines.push(...(await excerpt(problem.place)));
    }
    for (const related of problem.related ?? []) {
      lines.push(`  ${related.message}: ${colors.cyan(where(related.place))}`);
      lines.push(...(await excerpt(related.place)));
    }
    if (problem.hint !== undefined) lines.push(`  ${colors.green("hint")}: ${problem.hint}`);
    if (options.verbose && problem.details !== undefined) lines.push(problem.details.trimEnd());
    blocks.push(`${lines.join("\n")}\n`);
  }
  if (problems.length > 0) blocks.push(`${summary(problems)}\n`);
  return blocks.join("\n");
}

function summary(problems: readonly Problem[]): string {
  const errors = problems.filter((one) => one.severity === "error").length;
  const count = (number: number, word: string): string[] =>
    number === 0 ? [] : [`${String(number)} ${word}${number === 1 ? "" : "s"}`];
  return [...count(errors, "error"), ...count(problems.length - errors, "warning")].join(", ");
}

/** Columns of a terminal that a character takes: wide ones are mostly of East Asia, and emoji. */
function width(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (/\p{Mn}/u.test(character)) return 0;
  return (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0x1f300 && code <= 0x1faff)
    ? 2
    : 1;
}
