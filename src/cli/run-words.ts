import { plainCommand } from "./plain-command.js";

/**
 * Runs the command that the words name.
 * @param words the command line, without node and script
 * @returns the exit code
 */
export async function runWords(words: readonly string[]): Promise<number> {
  const plain = plainCommand(words);
  switch (plain?.command) {
    case "generate": {
      const { generate } = await import("./generate.js");
      return (await generate(plain.options)).exitCode;
    }
    case "validate": {
      const { validate } = await import("./validate.js");
      return validate(plain.options);
    }
    case undefined: {
      const { runCommandLine } = await import("./command-line.js");
      return runCommandLine(words);
    }
  }
}
