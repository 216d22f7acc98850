import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { evaluate } from "../../../../src/nix/program/evaluate.js";
import { folderWith, root } from "../../../support/program.js";

const scripts = ["pre-start", "start", "post-start", "reload", "post-stop", "run-in-netns"];

/** A copy of the bundled module in a folder; a script that is not there is a placeholder. */
export function bundledModule(): string {
  const folder = join(folderWith({}), "systemd-containers");
  cpSync(join(root, "nixos-modules/systemd-containers"), folder, { recursive: true });
  mkdirSync(join(folder, "scripts"), { recursive: true });
  for (const name of scripts) {
    const file = join(folder, "scripts", name);
    if (!existsSync(file)) writeFileSync(file, "#! /usr/bin/env bash\n");
  }
  return folder;
}

/** A unit as the module defines it. */
export interface EvaluatedService {
  readonly description: string;
  readonly after?: readonly string[];
  readonly before?: readonly string[];
  readonly partOf?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly wantedBy?: readonly string[];
  readonly wants?: readonly string[];
  readonly restartIfChanged: boolean;
  readonly restartTriggers?: readonly string[];
  readonly reloadTriggers: readonly string[];
  readonly unitConfig: Readonly<Record<string, string | readonly string[]>>;
  readonly serviceConfig: Readonly<Record<string, string | boolean | readonly string[]>>;
}

/** What the module makes of a host: ../evaluate-host.nix. */
export interface EvaluatedHost {
  /** Messages of assertions that do not hold. */
  readonly failed: readonly string[];
  readonly warnings: readonly string[];
  readonly services: Readonly<Record<string, EvaluatedService>>;
  /** Texts by the file's name. */
  readonly conf: Readonly<Record<string, string>>;
  readonly hosts: string;
  readonly unmanaged: readonly string[];
  readonly denyInterfaces: readonly string[];
  readonly enableContainers: boolean;
  readonly programs: readonly string[];
  /** The systems of containers with `config`. */
  readonly guests: Readonly<Record<string, unknown>>;
}

/**
 * Evaluates a host with nixpkgs' own module system.
 * @param host a module, as Nix
 */
export async function evaluateHost(
  host: string,
  module: string = bundledModule(),
): Promise<EvaluatedHost> {
  const file = join(root, "test/nix/systemd-containers/evaluate-host.nix");
  const expression = `import ${file} { module = ${module}; host = ${host}; }`;
  return evaluate<EvaluatedHost>({ expression });
}
