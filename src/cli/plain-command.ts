import { parseArgs } from "node:util";
import type { Options } from "yargs";
import { targetNames, type TargetName } from "../authoring/target-names.js";
import type { GenerateOptions } from "./generate-options.js";
import { formats, generateOptions, globalOptions, type GlobalOptions } from "./options.js";
import type { Format } from "./reporter.js";

/** What a plain command line says. */
export type PlainCommand =
  | { readonly command: "generate"; readonly options: GenerateOptions }
  | { readonly command: "validate"; readonly options: GlobalOptions };

/** The options of a table, as parseArgs reads them. */
function asParsed<Table extends Readonly<Record<string, Options>>>(
  table: Table,
): {
  [Name in keyof Table]: { type: Table[Name] extends { type: "boolean" } ? "boolean" : "string" };
} {
  const entries = Object.entries(table).map(([name, { type, alias }]) => [
    name,
    {
      type: type === "boolean" ? type : "string",
      ...(alias === undefined ? {} : { short: alias }),
    },
  ]);
  return Object.fromEntries(entries) as ReturnType<typeof asParsed<Table>>;
}

/**
 * Reads a command line that yargs would take without a word: one of the commands that are run all
 * the time, then options, each written out and given once. Undefined for anything else, right or
 * wrong. Loading yargs takes longer than the work on a dozen containers.
 * @param words the command line, without node and script
 */
export function plainCommand([command, ...words]: readonly string[]): PlainCommand | undefined {
  if (!words.every(isPlain)) return undefined;
  try {
    if (command === "validate") {
      const options = asParsed(globalOptions);
      const { values, tokens } = parseArgs({ args: words, options, tokens: true });
      const globals = globalsOf(values);
      return globals === undefined || repeats(tokens) ? undefined : { command, options: globals };
    }
    if (command !== "generate") return undefined;
    const options = asParsed({ ...globalOptions, ...generateOptions });
    const { values, tokens } = parseArgs({ args: words, options, tokens: true });
    // It goes on by itself, and has more to say than the rest.
    const { target, root, "out-dir": outDir } = values;
    if (values.watch === true || outDir === "" || root === "" || !isTarget(target)) {
      return undefined;
    }
    const globals = globalsOf(values);
    if (globals === undefined || repeats(tokens)) return undefined;
    const { check = false, diff = false, force = false } = values;
    const more = { check, diff, force, dryRun: values["dry-run"] ?? false };
    return { command, options: { ...globals, ...more, target, outDir, root } };
  } catch {
    // yargs says what is wrong, in words of its own.
    return undefined;
  }
}

/** Not `--`, several short options in one word, or what yargs takes for a text in quotes. */
function isPlain(word: string): boolean {
  return word === "-c" || /^--[a-z][^"']*$/.test(word) || /^[^-"'][^"']*$/.test(word);
}

function repeats(tokens: readonly { readonly kind: string; readonly name?: string }[]): boolean {
  return new Set(tokens.map((one) => one.name)).size !== tokens.length;
}

function globalsOf(values: {
  config?: string | undefined;
  format?: string | undefined;
  strict?: boolean | undefined;
  verbose?: boolean | undefined;
}): GlobalOptions | undefined {
  const { config, format = "human", strict = false, verbose = false } = values;
  if (config === "" || !isFormat(format)) return undefined;
  return { config, format, strict, verbose };
}

function isTarget(word: string | undefined): word is TargetName | undefined {
  return word === undefined || (targetNames as readonly string[]).includes(word);
}

function isFormat(word: string): word is Format {
  return (formats as readonly string[]).includes(word);
}
