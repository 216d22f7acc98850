import type { Argv, CommandModule } from "yargs";
import type * as insideModule from "./container/inside.js";
import type { SourceFlags } from "./container/system-source.js";
import {
  createOptions,
  destroyOptions,
  generationsOptions,
  listOptions,
  logsOptions,
  rollbackOptions,
  showOptions,
  updateOptions,
} from "./container/options.js";
import { absoluteFlake } from "./container/local-flake.js";
import { globalsOf } from "./given.js";
import { commandOf, withGlobals, withNames } from "./host-commands.js";
import { commands } from "./options.js";

type Finish = (code: number) => void;

/**
 * The commands for the life of containers on a host.
 * @param passed words for `run`
 * @param finish told the exit code
 */
export function containerCommands(passed: readonly string[], finish: Finish): CommandModule[] {
  return [
    createCommand(finish),
    updateCommand(finish),
    rollbackCommand(finish),
    destroyCommand(finish),
    ...(["start", "stop", "restart", "reload", "terminate"] as const).map((job) =>
      jobCommand(job, finish),
    ),
    ...listCommands(finish),
    ...insideCommands(passed, finish),
  ];
}

function createCommand(finish: Finish): CommandModule {
  return commandOf("create", {
    command: "create <name>",
    builder: (yargs) => oneConfiguration(withName(yargs).options(createOptions)),
    handler: async (given) => {
      const globals = globalsOf(given);
      const { name, from, start = false, root } = given;
      if (from !== undefined) {
        const { createFrom } = await import("./container/create-from.js");
        finish(await createFrom({ ...globals, name, from, root, nixpkgs: given.nixpkgs }, given));
        return;
      }
      const { create } = await import("./container/create.js");
      const ensureUniqueName = given.ensureUniqueName === true;
      finish(
        await create({
          ...globals,
          name,
          flags: given,
          source: sourceFlags(given),
          ensureUniqueName,
          start,
          root,
        }),
      );
    },
  });
}

function updateCommand(finish: Finish): CommandModule {
  return commandOf("update", {
    command: "update [names..]",
    builder: (yargs) => oneConfiguration(withNames(yargs, "Containers").options(updateOptions)),
    handler: async (given) => {
      const { update } = await import("./container/update.js");
      const { dryRun = false, root } = given;
      const source = sourceFlags(given);
      finish(await update({ ...globalsOf(given), ...namesOf(given), source, dryRun, root }));
    },
  });
}

function rollbackCommand(finish: Finish): CommandModule {
  return commandOf("rollback", {
    command: "rollback [names..]",
    builder: (yargs) => withNames(yargs, "Containers").options(rollbackOptions),
    handler: async (given) => {
      const { rollback } = await import("./container/update.js");
      finish(await rollback({ ...globalsOf(given), ...namesOf(given), root: given.root }));
    },
  });
}

function destroyCommand(finish: Finish): CommandModule {
  return commandOf("destroy", {
    command: "destroy <names..>",
    builder: (yargs) => withNames(yargs, "Containers").options(destroyOptions),
    handler: async (given) => {
      const { destroy } = await import("./container/destroy.js");
      const { names = [], yes = false, root } = given;
      finish(await destroy({ ...globalsOf(given), names, yes, root }));
    },
  });
}

function jobCommand(
  job: "start" | "stop" | "restart" | "reload" | "terminate",
  finish: Finish,
): CommandModule {
  return commandOf(job, {
    command: `${job} [names..]`,
    builder: (yargs) => withNames(yargs, "Containers").options(commands[job].options),
    handler: async (given) => {
      const { containerJobs } = await import("./container/jobs.js");
      finish(await containerJobs(job, { ...globalsOf(given), ...namesOf(given) }));
    },
  });
}

function listCommands(finish: Finish): CommandModule[] {
  const list = commandOf("list", {
    command: "list",
    builder: (yargs) => withGlobals(yargs).options(listOptions),
    handler: async (given) => {
      const { list } = await import("./container/list.js");
      finish(await list({ ...asJson(given), root: given.root }));
    },
  });
  const status = commandOf("status", {
    command: "status [names..]",
    builder: (yargs) => withNames(yargs, "Containers, else all").options(listOptions),
    handler: async (given) => {
      const { status } = await import("./container/list.js");
      finish(await status({ ...asJson(given), names: given.names ?? [], root: given.root }));
    },
  });
  const generations = commandOf("generations", {
    command: "generations <name>",
    builder: (yargs) => withName(yargs).options(generationsOptions),
    handler: async (given) => {
      const { generations } = await import("./container/update.js");
      finish(await generations({ ...asJson(given), name: given.name, root: given.root }));
    },
  });
  return [list, status, generations];
}

type OnContainer = (
  inside: typeof insideModule,
  options: ReturnType<typeof globalsOf> & { name: string },
) => Promise<number>;

function insideCommands(passed: readonly string[], finish: Finish): CommandModule[] {
  const named = (command: "run" | "login" | "root-login", handler: OnContainer): CommandModule =>
    commandOf(command, {
      command: `${command} <name>`,
      builder: (yargs) => withName(yargs),
      handler: async (given) => {
        const options = { ...globalsOf(given), name: given.name };
        finish(await handler(await import("./container/inside.js"), options));
      },
    });
  const shown = (command: "show-ip" | "show-host-key", handler: OnContainer): CommandModule =>
    commandOf(command, {
      command: `${command} <name>`,
      builder: (yargs) => withName(yargs).options(showOptions),
      handler: async (given) => {
        const options = { ...asJson(given), name: given.name };
        finish(await handler(await import("./container/inside.js"), options));
      },
    });
  const logs = commandOf("logs", {
    command: "logs <name>",
    builder: (yargs) => withName(yargs).options(logsOptions),
    handler: async (given) => {
      const { logs } = await import("./container/logs.js");
      const { name, follow = false, lines, unit } = given;
      finish(await logs({ ...globalsOf(given), name, follow, lines, unit }));
    },
  });
  return [
    named("run", (inside, options) => inside.run({ ...options, words: passed })),
    named("login", (inside, options) => inside.login({ ...options, asRoot: false })),
    named("root-login", (inside, options) => inside.login({ ...options, asRoot: true })),
    shown("show-ip", (inside, options) => inside.showIp(options)),
    shown("show-host-key", (inside, options) => inside.showHostKey(options)),
    logs,
  ];
}

/**
 * Here `--config` is the container's own configuration, as nixos-container's `--config-file`. The
 * flake is kept, and found again from any folder.
 */
function sourceFlags(given: SourceFlags & { readonly config?: string | undefined }): SourceFlags {
  const { config, configFile = config, configExpr, flake, systemPath, nixpkgs } = given;
  const found = flake === undefined ? undefined : absoluteFlake(flake);
  return { configFile, configExpr, flake: found, systemPath, nixpkgs };
}

/** They are one option by two names: neither is to be left out silently. */
function oneConfiguration<Given>(yargs: Argv<Given>): Argv<Given> {
  return yargs.conflicts("config", "config-file");
}

function withName(yargs: Argv<object>) {
  return withGlobals(yargs).positional("name", {
    type: "string",
    demandOption: true,
    describe: "The container",
  });
}

function namesOf(given: { names?: string[] | undefined; all?: boolean | undefined }) {
  return { names: given.names ?? [], all: given.all === true };
}

function asJson(given: Parameters<typeof globalsOf>[0] & { json?: boolean | undefined }) {
  const globals = globalsOf(given);
  return given.json === true ? { ...globals, format: "json" as const } : globals;
}
