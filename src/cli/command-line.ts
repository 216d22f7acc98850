import yargs from "yargs";
import { programVersion } from "../version.js";
import { exitCodes } from "./exit-codes.js";
import type { Format } from "./reporter.js";

const formats = ["human", "json", "github"] as const satisfies readonly Format[];
const defaultFormat: Format = formats[0];

/**
 * Runs the command that the words name. Commands load what they need: a start costs no more than
 * its own command.
 * @returns the exit code
 */
export async function runCommandLine(words: readonly string[]): Promise<number> {
  let code: number = exitCodes.done;
  await parser(words, (ended) => {
    code = ended;
  }).parseAsync();
  return code;
}

function parser(words: readonly string[], finish: (code: number) => void) {
  return yargs([...words])
    .scriptName("nixpawn")
    .usage("$0 <command>\n\nNixOS containers written as typed TypeScript.")
    .locale("en")
    .version(programVersion)
    .option("config", {
      alias: "c",
      type: "string",
      describe: "The config file, or its folder",
      global: true,
    })
    .option("format", {
      choices: formats,
      default: defaultFormat,
      describe: "How problems are shown",
    })
    .option("strict", { type: "boolean", default: false, describe: "Warnings are errors" })
    .option("verbose", { type: "boolean", default: false, describe: "Show all there is" })
    .command(
      "generate",
      "Write the NixOS modules of the config",
      (command) =>
        command
          .option("check", {
            type: "boolean",
            default: false,
            describe: "Write nothing; exit 1 if the tree is stale",
          })
          .option("diff", {
            type: "boolean",
            default: false,
            describe: "Write nothing; print what would change",
          })
          .option("dry-run", {
            type: "boolean",
            default: false,
            describe: "Write nothing; say what would change",
          })
          .option("force", {
            type: "boolean",
            default: false,
            describe: "Overwrite files edited by hand",
          })
          .option("watch", {
            type: "boolean",
            default: false,
            describe: "Generate again at every change",
          })
          .option("out-dir", { type: "string", describe: "The folder of the tree" }),
      async (given) => {
        if (given.watch) {
          const { watch } = await import("./watch.js");
          finish(await watch(given));
          return;
        }
        const { generate } = await import("./generate.js");
        finish((await generate(given)).exitCode);
      },
    )
    .command("validate", "Show all problems of the config", {}, async (given) => {
      const { validate } = await import("./validate.js");
      finish(await validate(given as unknown as Parameters<typeof validate>[0]));
    })
    .command(
      "init [dir]",
      "Start a config in a folder or a flake repository",
      (command) =>
        command
          .positional("dir", { type: "string", default: ".", describe: "The folder" })
          .option("dry-run", {
            type: "boolean",
            default: false,
            describe: "Write nothing; say what would be written",
          }),
      async (given) => {
        const { init } = await import("./init.js");
        finish(await init(given.dir, given.dryRun));
      },
    )
    .command(
      "schema",
      "Print the JSON Schema",
      (command) =>
        command.option("of", {
          choices: ["container", "config"] as const,
          default: "container" as const,
          describe: "Of a container's options, or of a whole config in JSON",
        }),
      async (given) => {
        const { schema } = await import("./schema.js");
        finish(await schema(given.of));
      },
    )
    .command(
      "explain <code>",
      "Cause and cure of a problem",
      (command) => command.positional("code", { type: "string", demandOption: true }),
      async (given) => {
        const { explain } = await import("./explain.js");
        finish(explain(given.code));
      },
    )
    .completion("completion", "Print a completion script for bash or zsh")
    .demandCommand(1, "Name a command.")
    .recommendCommands()
    .strict()
    .wrap(100)
    .epilogue(
      "Exit codes: 0 done, 1 problems or a stale tree, 2 wrong usage, 3 something is missing, 130 interrupted.",
    )
    .fail((message, error, instance) => {
      // yargs passes null where a command did not throw.
      if ((error as Error | null) !== null && (error as Error | undefined) !== undefined)
        throw error;
      process.stderr.write(`${message}\n\n`);
      instance.showHelp("error");
      process.exit(exitCodes.usage);
    });
}
