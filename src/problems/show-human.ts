import { relative } from "node:path";
import picocolors from "picocolors";
import { excerptOf, printable } from "./excerpt.js";
import type { Place, Problem } from "./problem.js";
import { sourceLines } from "./source-lines.js";
import { pathInWords } from "./value-path.js";

export interface ShowOptions {
  /** Paths are shown relative to it. */
  readonly cwd: string;
  readonly colors: boolean;
  /** Columns of the terminal that shows them, where there is one. */
  readonly columns?: number | undefined;
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
    const lines = await sourceLines(file);
    files.set(file, lines);
    return lines;
  };
  const excerpt = async (place: Place): Promise<string[]> => {
    const line = (await linesOf(place.file))[place.start.line - 1];
    if (line === undefined) return [];
    const number = String(place.start.line);
    const { column } = place.start;
    const last = place.end?.line === place.start.line ? place.end.column : line.length + 1;
    const end = place.end === undefined ? column + 1 : last;
    const gutter = `  ${number} | `.length;
    const widest = options.columns === undefined ? undefined : options.columns - gutter;
    const { text, carets } = excerptOf(line, column, end, widest);
    return [
      `  ${colors.dim(`${number} |`)} ${text}`,
      `  ${colors.dim(`${" ".repeat(number.length)} |`)} ${carets.replace(/\^+$/, (found) => colors.red(found))}`,
    ];
  };
  const where = (place: Place): string =>
    `${relative(options.cwd, place.file) || place.file}:${String(place.start.line)}:${String(place.start.column)}`;

  const blocks: string[] = [];
  for (const problem of problems) {
    const name = problem.severity === "error" ? colors.red("error") : colors.yellow("warning");
    const lines = [`${name} ${colors.bold(problem.code)}: ${words(problem.message)}`];
    if (problem.place !== undefined) {
      const path = problem.path === undefined ? "" : `  (${pathInWords(problem.path)})`;
      lines.push(`  ${colors.cyan(where(problem.place))}${colors.dim(printable(path))}`);
      lines.push(...(await excerpt(problem.place)));
    }
    for (const related of problem.related ?? []) {
      lines.push(`  ${related.message}: ${colors.cyan(where(related.place))}`);
      lines.push(...(await excerpt(related.place)));
    }
    if (problem.hint !== undefined) lines.push(`  ${colors.green("hint")}: ${words(problem.hint)}`);
    if (options.verbose && problem.details !== undefined) lines.push(problem.details.trimEnd());
    blocks.push(`${lines.join("\n")}\n`);
  }
  if (problems.length > 0) blocks.push(`${summary(problems)}\n`);
  return blocks.join("\n");
}

/** A message of the user's own code may have several lines, and anything in them. */
function words(text: string): string {
  return text.split(/\r?\n/).map(printable).join("\n");
}

function summary(problems: readonly Problem[]): string {
  const errors = problems.filter((one) => one.severity === "error").length;
  const count = (number: number, word: string): string[] =>
    number === 0 ? [] : [`${String(number)} ${word}${number === 1 ? "" : "s"}`];
  return [...count(errors, "error"), ...count(problems.length - errors, "warning")].join(", ");
}
