import { problemCodes } from "../problems/codes.js";
import { exitCodes } from "./exit-codes.js";

/** `nixpawn explain CODE`: cause and cure of a problem. */
export function explain(code: string): number {
  const entry = Object.entries(problemCodes).find(([known]) => known === code.toUpperCase())?.[1];
  if (entry === undefined) {
    process.stderr.write(`there is no problem ${code}\n`);
    return exitCodes.usage;
  }
  process.stdout.write(
    `${code.toUpperCase()}: ${entry.title}\n\n${entry.cause}\n\n${entry.cure}\n`,
  );
  return exitCodes.done;
}
