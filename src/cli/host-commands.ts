import type { Argv, CommandModule, InferredOptionTypes } from "yargs";
import { commandExamples } from "./command-examples.js";
import { evaluationChoices, globalsOf } from "./given.js";
import { applyOptions, commands, rebuildOptions, type globalOptions } from "./options.js";

/** Of nixos-rebuild, by the same names. */
const actions = ["build", "switch", "test", "boot", "dry-activate"] as const;
type RebuildAction = (typeof actions)[number];

/**
 * The commands that change hosts.
 * @param passed words for nixos-rebuild
 * @param finish told the exit code
 */
export function hostCommands(
  passed: readonly string[],
  finish: (code: number) => void,
): CommandModule[] {
  return [...actions.map((action) => rebuildCommand(action, passed, finish)), applyCommand(finish)];
}

function rebuildCommand(
  action: RebuildAction,
  passed: readonly string[],
  finish: (code: number) => void,
): CommandModule {
  return commandOf(action, {
    command: `${action} [names..]`,
    builder: (yargs) => withNames(yargs, "Containers to check, else all").options(rebuildOptions),
    handler: async (given) => {
      const { rebuild } = await import("./rebuild.js");
      const { flake, nixosConfig, targetHost, buildHost } = given;
      finish(
        await rebuild(action, {
          ...globalsOf(given),
          ...evaluationChoices(given),
          check: given.noCheck !== true,
          flake,
          noFlake: given.noFlake === true,
          nixosConfig,
          targetHost,
          buildHost,
          sudo: given.sudo === true,
          useRemoteSudo: given.useRemoteSudo === true,
          passed,
        }),
      );
    },
  });
}

function applyCommand(finish: (code: number) => void): CommandModule {
  return commandOf("apply", {
    command: "apply [names..]",
    builder: (yargs) => withNames(yargs, "Containers, else all").options(applyOptions),
    handler: async (given) => {
      const { apply } = await import("./apply.js");
      finish(
        await apply({
          ...globalsOf(given),
          ...evaluationChoices(given),
          dryRun: given.dryRun === true,
          profilesOnly: given.profilesOnly === true,
          prune: given.prune === true,
          takeOver: given.takeOver === true,
          rollBack: given.noRollback !== true,
          root: given.root,
        }),
      );
    },
  });
}

/** With the names of containers as its arguments. */
export function withNames(yargs: Argv<object>, describe: string) {
  return withGlobals(yargs).positional("names", { type: "string", array: true, describe });
}

/** The options of every command: yargs has them already, and would show them twice. */
export function withGlobals(yargs: Argv<object>) {
  return yargs as Argv<InferredOptionTypes<typeof globalOptions>>;
}

/** The examples at the end of a command's help. */
export function withExamples<Given>(name: keyof typeof commands, yargs: Argv<Given>): Argv<Given> {
  const lines = commandExamples[name].map(([line, does]) => `  ${line}\n      ${does}`);
  return yargs.epilogue(["Examples:", ...lines].join("\n"));
}

/** A list of commands has one type for the options of all. */
export function commandOf<Given>(
  name: keyof typeof commands,
  module: Omit<CommandModule<object, Given>, "builder" | "describe"> & {
    readonly builder: (yargs: Argv<object>) => Argv<Given>;
  },
): CommandModule {
  const { describe } = commands[name];
  return {
    ...module,
    describe,
    builder: (yargs: Argv<object>) => withExamples(name, module.builder(yargs)),
  } as unknown as CommandModule;
}
