import type { Options } from "yargs";
import { NP901 } from "../problems/codes/cli.js";
import { nearest } from "../problems/nearest.js";
import type { Problem } from "../problems/problem.js";
import { shellWord } from "../problems/shell-words.js";
import { exitCodes } from "./exit-codes.js";
import {
  commands,
  countedFromOne,
  globalOptions,
  optionKinds,
  type CommandDescription,
} from "./options.js";
import { meaningOf } from "./other-words.js";
import { formatOf, report } from "./reporter.js";

/** Shows wrong usage as problems, in the format that was asked for. Returns the exit code. */
export async function reportMisuse(message: string, words: readonly string[]): Promise<number> {
  const options = { format: formatOf(words), cwd: process.cwd(), verbose: false };
  await report(usageProblems(message, words), options);
  return exitCodes.usage;
}

/** The words with the command first: yargs takes it for the value of an option it does not know yet. */
export function commandFirst(words: readonly string[]): readonly string[] {
  const index = commandIndex(words);
  const command = words[index];
  return command === undefined
    ? words
    : [command, ...words.slice(0, index), ...words.slice(index + 1)];
}

/** `nixpawn help COMMAND` is `nixpawn COMMAND --help`. */
export function asHelp(words: readonly string[]): readonly string[] {
  const index = commandIndex(words);
  return words[index] === "help"
    ? [...words.slice(0, index), ...words.slice(index + 1), "--help"]
    : words;
}

/** Wrong usage of a line that asks for the help of a command that there is not. */
export function helpMisuse(words: readonly string[]): string | undefined {
  if (!words.some((word) => word === "--help" || word === "-h")) return undefined;
  const verb = words[commandIndex(words)];
  if (verb === undefined || commandOf(words) !== undefined) return undefined;
  return `Unknown argument: ${verb}`;
}

/** Splits the words of a command that passes on what follows `--`. */
export function wordsPassedOn(words: readonly string[]): {
  readonly own: readonly string[];
  readonly passed: readonly string[];
} {
  const at = words.indexOf("--");
  const command = at < 0 ? undefined : commandOf(words.slice(0, at));
  const description: CommandDescription | undefined =
    command === undefined ? undefined : commands[command];
  return description?.passes === true
    ? { own: words.slice(0, at), passed: words.slice(at + 1) }
    : { own: words, passed: [] };
}

/**
 * What yargs lets pass: `--check=maybe` is false to it, `--lines abc` is NaN, and `--out-dir=` is the
 * empty string, which would stand for the working directory.
 * @returns what is wrong, in words
 */
export function valueMisuse(words: readonly string[]): string | undefined {
  // yargs would leave out what comes after it.
  if (words.includes("--")) return "`--` has no meaning here; write `./-name` for `-name`";
  const options = optionsOf(commandOf(words));
  const given = new Set<string>();
  for (const [index, word] of words.entries()) {
    const [, name = "", value] = /^--?([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    const found = Object.entries(options).find(
      ([long, { alias }]) => long === name || alias === name,
    );
    if (found === undefined) continue;
    const [long, option] = found;
    if (option.type === "boolean") {
      if (value !== undefined && !/^(?:true|false)$/.test(value))
        return `\`${asWritten(name)}\` takes no value, not \`${value}\``;
      continue;
    }
    // One of two would be left out without a word.
    if ((optionKinds[long] === "file" || optionKinds[long] === "folder") && given.has(long))
      return `\`${asWritten(name)}\` is given twice`;
    given.add(long);
    const text = value ?? words[index + 1];
    if (text === "") return `\`${asWritten(name)}\` needs a value`;
    // What is left out, so that the next option follows, yargs tells itself.
    const isLeftOut = text === undefined || /^-\D/.test(text);
    if (option.type !== "number" || isLeftOut) continue;
    const isFromOne = countedFromOne.has(long);
    if (!/^\d+$/.test(text) || (isFromOne && /^0+$/.test(text))) {
      const kind = isFromOne ? "a number from 1" : "a number";
      return `\`${asWritten(name)}\` is ${kind}, not \`${text}\``;
    }
  }
  return undefined;
}

function usageProblems(message: string, words: readonly string[]): Problem[] {
  const command = commandOf(words);
  const help = `\`nixpawn ${command === undefined ? "" : `${command} `}--help\` shows what there is`;
  const problem = (text: string, guess?: string): Problem =>
    NP901.words({
      message: text,
      hint: guess === undefined ? help : `did you mean \`${guess}\`? ${help}`,
    });
  const unknown = /^Unknown arguments?: (.*)$/s.exec(message)?.[1]?.split(", ");
  if (unknown !== undefined) {
    // yargs names an option with dashes within a second time, in camel case.
    const named = unknown.filter(
      (name) => !words.includes(`--${dashed(name)}`) || dashed(name) === name,
    );
    // Of a command that there is not, nothing else can be said.
    const names = command === undefined ? withoutItsArguments(named, words) : named;
    const line = command === "run" ? commandOfContainer(names, words) : undefined;
    if (line !== undefined) return [line];
    return names.map((name) => {
      const option = words.find((word) => /^--?([^=]*)/.exec(word)?.[1] === name);
      if (option !== undefined) {
        const guess = nearest(name.replace(/^no-/, ""), Object.keys(optionsOf(command)));
        const written = option.replace(/=.*$/s, "");
        return problem(
          `unknown option \`${written}\``,
          guess === undefined ? undefined : `--${guess}`,
        );
      }
      return command === undefined
        ? unknownCommand(name, words, help)
        : problem(`\`${command}\` takes no argument \`${name}\``);
    });
  }
  const choice = /Argument: ([^,]*), Given: (.*), Choices: (.*)$/s.exec(message);
  if (choice !== null) {
    const [, name = "", given = "", choices = ""] = choice;
    const known = choices.split(", ").map((one) => one.replace(/^"|"$/g, ""));
    const text = given.replace(/^"|"$/g, "");
    const argument = name in optionsOf(command) ? `--${name}` : name;
    return [
      problem(`\`${argument}\` is ${known.join(" or ")}, not \`${text}\``, nearest(text, known)),
    ];
  }
  if (message.startsWith("Not enough non-option arguments")) return [problem("name a container")];
  const value = /^Not enough arguments following: (.*)$/.exec(message)?.[1];
  if (value !== undefined) {
    const text = `\`${asWritten(value)}\` needs a value`;
    const next = wordAfter(value, words);
    return next === undefined
      ? [problem(text)]
      : [{ ...problem(text), hint: `if \`${next}\` is its value, write ${joined(value, next)}` }];
  }
  return [problem(message.replace(/\.$/, "").replace(/^[A-Z]/, (first) => first.toLowerCase()))];
}

/** Options whose value is an option of another program. */
const takesOptions: ReadonlySet<string> = new Set(["nspawn-flag"]);

/** The word behind an option where it looks like another option, and may be its value. */
function wordAfter(name: string, words: readonly string[]): string | undefined {
  const next = words[words.lastIndexOf(asWritten(name)) + 1];
  const nextName = /^--?([^=]+)/.exec(next ?? "")?.[1];
  if (next === undefined || nextName === undefined) return undefined;
  const isOwn = Object.entries(optionsOf(commandOf(words))).some(
    ([long, { alias }]) => long === nextName || alias === nextName,
  );
  return isOwn && !takesOptions.has(name) ? undefined : next;
}

/** An option and its value in one word. */
function joined(name: string, value: string): string {
  const long = asWritten(name);
  return `\`${long.startsWith("--") ? `${long}=${shellWord(value)}` : `${long}${shellWord(value)}`}\``;
}

/** `run web ls -l`, without the `--` that sets the container's command apart. */
function commandOfContainer(
  unknown: readonly string[],
  words: readonly string[],
): Problem | undefined {
  const at = words.findIndex((word) => unknown.includes(word));
  const isFirst = unknown.every((one) => {
    const found = words.findIndex((word) => word === one || /^--?([^=]*)/.exec(word)?.[1] === one);
    return found >= at;
  });
  if (at < 0 || !isFirst) return undefined;
  const line = [...words.slice(0, at), "--", ...words.slice(at)].map(shellWord).join(" ");
  return NP901.argumentOfRun({ word: words[at] ?? "", line });
}

/** The words of a line without a command that is one: what stands for the command, and the options. */
function withoutItsArguments(unknown: readonly string[], words: readonly string[]): string[] {
  const isOption = (name: string): boolean =>
    words.some((word) => /^--?([^=]*)/.exec(word)?.[1] === name);
  const verb = unknown.find((name) => !isOption(name));
  return verb === undefined ? [...unknown] : [verb];
}

function unknownCommand(name: string, words: readonly string[], help: string): Problem {
  const meaning = meaningOf(name);
  const guess = nearest(name, Object.keys(commands));
  const hint =
    meaning !== undefined
      ? `here it is \`nixpawn ${withName(meaning, words[commandIndex(words) + 1])}\``
      : guess === undefined
        ? help
        : `did you mean \`${guess}\`? ${help}`;
  return NP901.command({ name, hint });
}

/** A command line with the name that was given, if one was. */
function withName(line: string, name: string | undefined): string {
  return name === undefined || name.startsWith("-") ? line : line.replace("NAME", shellWord(name));
}

/** An option with its dashes. */
function asWritten(name: string): string {
  return name.length === 1 ? `-${name}` : `--${name}`;
}

function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function commandOf(words: readonly string[]): keyof typeof commands | undefined {
  const word = words[commandIndex(words)];
  return word !== undefined && Object.hasOwn(commands, word)
    ? (word as keyof typeof commands)
    : undefined;
}

/** Where the command is among the words: the first that is neither an option nor its value. */
function commandIndex(words: readonly string[]): number {
  return words.findIndex((word, index) => {
    if (word.startsWith("-")) return false;
    const before = /^--?([^=]+)$/.exec(words[index - 1] ?? "")?.[1];
    return before === undefined || !takesValue(before);
  });
}

/** Whether an option of any command, by its name or its letter, is followed by a value. */
function takesValue(name: string): boolean {
  return [globalOptions, ...Object.values(commands).map((one) => one.options)]
    .flatMap((table) => Object.entries<Options>(table))
    .some(([long, one]) => (long === name || one.alias === name) && one.requiresArg === true);
}

function optionsOf(command: keyof typeof commands | undefined): Readonly<Record<string, Options>> {
  const own: CommandDescription["options"] = command === undefined ? {} : commands[command].options;
  return {
    ...globalOptions,
    ...own,
    help: { type: "boolean", alias: "h" },
    version: { type: "boolean", alias: "V" },
  };
}
