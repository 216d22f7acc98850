import { resolve } from "node:path";
import { demandAbsent } from "../../host/act/create-container.js";
import { demandName, tracesOf } from "../../host/snapshot/existing-container.js";
import { hostLayout } from "../../host/layout.js";
import { ProblemError } from "../../problems/problem.js";
import { exitCodeOf } from "../exit-codes.js";
import type { GlobalOptions } from "../options.js";
import { report } from "../reporter.js";
import { misuse } from "./flag-texts.js";
import { createOptions } from "./options.js";

export interface CreateFromOptions extends GlobalOptions {
  readonly name: string;
  /** The config that has the container. */
  readonly from: string;
  readonly nixpkgs?: string | undefined;
  readonly root?: string | undefined;
}

/** Options of `create` that go with `--from`. */
const together: ReadonlySet<string> = new Set(["from", "nixpkgs", "root"]);

/**
 * `nixpawn create NAME --from containers.ts`: as `apply` does, for a container that is not there.
 * @param given all options of the command line, by their names
 */
export async function createFrom(
  options: CreateFromOptions,
  given: Readonly<Record<string, unknown>>,
): Promise<number> {
  const { name, from, nixpkgs, root } = options;
  try {
    demandName(name, true);
    demandNoOther(name, given);
    const layout = hostLayout(resolve(root ?? "/"));
    // What was killed ends right when it is called again.
    const { conf, unfinished } = tracesOf(layout, name);
    if (conf && !unfinished) demandAbsent(layout, name);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    await report(error.problems, { ...options, cwd: process.cwd() });
    return exitCodeOf(error.problems);
  }
  const { apply } = await import("../apply.js");
  const choices = { generate: true, quick: false, showTrace: false, profilesOnly: false };
  const more = { dryRun: false, prune: false, takeOver: false, rollBack: true, root, nixpkgs };
  const { format, strict, verbose } = options;
  const globals = { format, strict, verbose, config: from };
  return apply({ ...globals, ...choices, ...more, names: [name] });
}

/** @throws ProblemError NP901 for options that would say what the config says */
function demandNoOther(name: string, given: Readonly<Record<string, unknown>>): void {
  const others = ["config", ...Object.keys(createOptions)].filter(
    (option) => !together.has(option) && given[option] !== undefined && given[option] !== false,
  );
  if (others.length === 0) return;
  const words = others.map((option) => `\`--${option}\``).join(", ");
  throw misuse(
    `\`--from\` takes the container as its config has it, and does not go with ${words}`,
    others.includes("start")
      ? `\`autoStart\` in the config, or \`nixpawn start ${name}\` afterwards, starts it`
      : "say it in the config",
  );
}
