import yargs from "yargs";
import { programVersion } from "../version.js";
import { exitCodes } from "./exit-codes.js";
import { containerCommands } from "./container-commands.js";
import { evaluationChoices, globalsOf } from "./given.js";
import { hostCommands, withExamples } from "./host-commands.js";
import {
  checkOptions,
  commands,
  generateOptions,
  globalOptions,
  initOptions,
  schemaOptions,
  shells,
} from "./options.js";
import { keepLast, parserSettings } from "./parser-settings.js";
import { exitCodeLines, overview } from "./overview.js";
import {
  asHelp,
  commandFirst,
  helpMisuse,
  reportMisuse,
  valueMisuse,
  wordsPassedOn,
} from "./usage.js";

/** Thrown where yargs would end the process. */
class UsageError extends Error {}

/**
 * Runs the command that the words name. Commands load what they need: a start costs no more than
 * its own command.
 * @returns the exit code
 */
export async function runCommandLine(words: readonly string[]): Promise<number> {
  if (words.every((word) => asksForHelp.has(word))) return showOverview(words);
  const { own, passed } = wordsPassedOn(asHelp(words));
  const misuse = helpMisuse(own) ?? valueMisuse(own);
  if (misuse !== undefined) return reportMisuse(misuse, own);
  let code: number = exitCodes.done;
  const finish = (ended: number): void => {
    code = ended;
  };
  try {
    await parser(commandFirst(own), passed, finish).parseAsync();
  } catch (error) {
    if (error instanceof UsageError) return reportMisuse(error.message, words);
    throw error;
  }
  return code;
}

const asksForHelp: ReadonlySet<string> = new Set(["help", "--help", "-h"]);

/** All commands: as data where they were asked for, as wrong usage where nothing was. */
function showOverview(words: readonly string[]): number {
  (words.length > 0 ? process.stdout : process.stderr).write(overview());
  return words.length > 0 ? exitCodes.done : exitCodes.usage;
}

function parser(
  words: readonly string[],
  passed: readonly string[],
  finish: (code: number) => void,
) {
  return yargs([...words])
    .scriptName("nixpawn")
    .usage("$0 <command>\n\nNixOS containers written as typed TypeScript.")
    .locale("en")
    .version(programVersion)
    .alias("help", "h")
    .alias("version", "V")
    .parserConfiguration(parserSettings)
    .middleware(keepLast, true)
    .options(globalOptions)
    .command(
      "generate",
      commands.generate.describe,
      (command) => withExamples("generate", command).options(generateOptions),
      async (given) => {
        const options = {
          ...globalsOf(given),
          check: given.check === true,
          diff: given.diff === true,
          dryRun: given.dryRun === true,
          force: given.force === true,
          target: given.target,
          outDir: given.outDir,
          root: given.root,
        };
        if (given.watch === true) {
          const { watch } = await import("./watch.js");
          finish(await watch(options));
          return;
        }
        const { generate } = await import("./generate.js");
        finish((await generate(options)).exitCode);
      },
    )
    .command(
      "validate",
      commands.validate.describe,
      (command) => withExamples("validate", command),
      async (given) => {
        const { validate } = await import("./validate.js");
        finish(await validate(globalsOf(given)));
      },
    )
    .command(
      "check [names..]",
      commands.check.describe,
      (command) =>
        withExamples("check", command)
          .positional("names", { type: "string", array: true, describe: "Containers, else all" })
          .options(checkOptions),
      async (given) => {
        const { check } = await import("./check.js");
        finish(await check({ ...globalsOf(given), ...evaluationChoices(given) }));
      },
    )
    .command(hostCommands(passed, finish))
    .command(containerCommands(passed, finish))
    .command(
      "init [dir]",
      commands.init.describe,
      (command) =>
        withExamples("init", command)
          .positional("dir", { type: "string", default: ".", describe: "The folder" })
          .options(initOptions),
      async (given) => {
        const { init } = await import("./init.js");
        finish(await init(given.dir, { ...globalsOf(given), dryRun: given.dryRun === true }));
      },
    )
    .command(
      "schema",
      commands.schema.describe,
      (command) => withExamples("schema", command).options(schemaOptions),
      async (given) => {
        const { schema } = await import("./schema.js");
        finish(await schema(given.of));
      },
    )
    .command(
      "explain [code]",
      commands.explain.describe,
      (command) =>
        withExamples("explain", command).positional("code", {
          type: "string",
          describe: "Such as NP103",
        }),
      async (given) => {
        const { explain } = await import("./explain.js");
        finish(await explain(given.code, given.format));
      },
    )
    .command(
      "completion [shell]",
      commands.completion.describe,
      (command) =>
        withExamples("completion", command).positional("shell", {
          choices: shells,
          describe: "Left out, that of $SHELL",
        }),
      async (given) => {
        const { completion } = await import("./completion.js");
        finish(completion(given.shell));
      },
    )
    .demandCommand(1, "Name a command.")
    .strict()
    .wrap(Math.min(100, process.stdout.columns || 80))
    .epilogue(exitCodeLines.replaceAll("\n", " "))
    .exitProcess(false)
    .fail((message, error) => {
      // yargs passes null where nothing was thrown, and its own errors for some wrong usage.
      const thrown = error as Error | null | undefined;
      if (thrown != null && thrown.name !== "YError") throw thrown;
      throw new UsageError(message);
    });
}
