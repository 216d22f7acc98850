import type { Options } from "yargs";
import { commands, globalOptions, optionKinds, type CommandDescription } from "../options.js";

/** What may stand in a place: words, paths, or the names of the host's containers or the tree's. */
export type Candidates =
  readonly string[] | "file" | "folder" | "container" | "configured container";

export interface ProgramOption {
  /** With dashes: `--config`, `-c`. */
  readonly names: readonly string[];
  readonly describe: string;
  /** What its value is, of one that takes a value. */
  readonly value?: Candidates;
}

export interface ProgramCommand {
  readonly name: string;
  readonly describe: string;
  /** Its own options, without those of every command. */
  readonly options: readonly ProgramOption[];
  readonly argument?: { readonly name: string; readonly candidates: Candidates };
}

/** The whole command line, as a completion script needs it. */
export interface Program {
  readonly commands: readonly ProgramCommand[];
  readonly options: readonly ProgramOption[];
}

/** @param codes all problem codes, which `explain` takes */
export function describeProgram(codes: readonly string[]): Program {
  return {
    commands: Object.entries<CommandDescription>(commands).map(
      ([name, { describe, options, argument }]) => ({
        name,
        describe,
        options: optionList(options),
        ...(argument === undefined
          ? {}
          : {
              argument: {
                name: argument.name,
                candidates: argument.kind === "problem code" ? codes : argument.kind,
              },
            }),
      }),
    ),
    options: [
      ...optionList(globalOptions),
      { names: ["--help", "-h"], describe: "Show help" },
      { names: ["--version", "-V"], describe: "Show version number" },
    ],
  };
}

function optionList(options: Readonly<Record<string, Options>>): ProgramOption[] {
  return Object.entries(options).map(([name, { alias, describe, requiresArg }]) => {
    const value = optionKinds[name] ?? (requiresArg === true ? [] : undefined);
    return {
      names: [`--${name}`, ...(typeof alias === "string" ? [`-${alias}`] : [])],
      describe: describe ?? "",
      ...(value === undefined ? {} : { value }),
    };
  });
}
