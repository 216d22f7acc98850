import { plainCommand } from "./plain-command.js";

/**
 * Runs the command that the words name.
 * @param words the command line, without node and script
 * @returns the exit code
 */
export async function runWords(words: readonly string[]): Promise<number> {
  const wrong = await undecodableIn(words);
  if (wrong !== undefined) {
    const { reportMisuse } = await import("./usage.js");
    return reportMisuse(wrong, words);
  }
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

async function undecodableIn(words: readonly string[]): Promise<string | undefined> {
  if (!words.some(hasReplacement) && !hasReplacement(workingFolder())) return undefined;
  const { undecodable } = await import("./undecodable.js");
  return undecodable(words);
}

function hasReplacement(text: string): boolean {
  return text.includes("\uFFFD");
}

/** "" where it is gone. */
function workingFolder(): string {
  try {
    return process.cwd();
  } catch {
    return "";
  }
}
