import type { Argv, CommandModule } from "yargs";
import { evaluationChoices, globalsOf } from "./given.js";
import { applyOptions, commands, globalOptions, rebuildOptions } from "./options.js";

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
  return commandOf({
    command: `${action} [names..]`,
    describe: commands[action].describe,
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
  return commandOf({
    command: "apply [names..]",
    describe: commands.apply.describe,
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
  return yargs
    .options(globalOptions)
    .positional("names", { type: "string", array: true, describe });
}

/** A list of commands has one type for the options of all. */
export function commandOf<Given>(module: CommandModule<object, Given>): CommandModule {
  return module as unknown as CommandModule;
}
