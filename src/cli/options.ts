import type { Options } from "yargs";
import { targetNames } from "../authoring/target-names.js";
import * as container from "./container/options.js";
import type { Format } from "./reporter.js";

/** Options of every command, as they come out of the command line. */
export interface GlobalOptions {
  readonly config?: string | undefined;
  readonly format: Format;
  readonly strict: boolean;
  readonly verbose: boolean;
}

/** What the value of an option is, for the shell's completion: a path, or one of these words. */
export type ValueKind = "file" | "folder" | readonly string[];

type Table = Readonly<Record<string, Options>>;

export const formats = ["human", "json", "github"] as const satisfies readonly Format[];

export const globalOptions = {
  config: {
    alias: "c",
    type: "string",
    requiresArg: true,
    describe: "The config file, or its folder",
  },
  format: {
    choices: formats,
    default: "human",
    requiresArg: true,
    describe: "How problems are shown",
  },
  strict: { type: "boolean", describe: "Warnings are errors" },
  verbose: { type: "boolean", describe: "Show all there is" },
} as const satisfies Table;

/** Of all commands that write or read a tree. */
const targetOption = {
  target: {
    choices: targetNames,
    requiresArg: true,
    describe: "What the config is compiled to",
  },
} as const satisfies Table;

export const generateOptions = {
  check: { type: "boolean", describe: "Write nothing; exit 1 if the tree is stale" },
  diff: { type: "boolean", describe: "Write nothing; print what would change" },
  "dry-run": { type: "boolean", describe: "Write nothing; say what would change" },
  force: {
    type: "boolean",
    describe: "Overwrite files edited by hand, or those of another config",
  },
  watch: { type: "boolean", describe: "Generate again at every change" },
  ...targetOption,
  "out-dir": { type: "string", requiresArg: true, describe: "The folder of the tree" },
  root: { type: "string", requiresArg: true, describe: "With the target units: the host's root" },
} as const satisfies Table;

/** Of all commands that evaluate containers. */
const evaluationOptions = {
  jobs: { type: "number", requiresArg: true, describe: "How many containers at once" },
  nixpkgs: { type: "string", requiresArg: true, describe: "A nixpkgs: a path, or <name>" },
  system: { type: "string", requiresArg: true, describe: "The platform: x86_64-linux, …" },
  "show-trace": { type: "boolean", describe: "All steps that led to an error of Nix" },
  ...targetOption,
  "out-dir": { type: "string", requiresArg: true, describe: "The folder of the tree" },
} as const satisfies Table;

export const checkOptions = {
  generate: { type: "boolean", describe: "Bring the tree up to date first" },
  quick: { type: "boolean", describe: "Stop before the derivations of the systems" },
  ...evaluationOptions,
} as const satisfies Table;

export const rebuildOptions = {
  "no-check": { type: "boolean", describe: "Do not evaluate the containers first" },
  flake: { type: "string", requiresArg: true, describe: "The flake of the host: DIR#NAME, …" },
  "no-flake": { type: "boolean", describe: "NIX_PATH, not the flake around the config" },
  "nixos-config": { type: "string", requiresArg: true, describe: "The host's configuration.nix" },
  "target-host": { type: "string", requiresArg: true, describe: "The host, if it is another" },
  "build-host": { type: "string", requiresArg: true, describe: "Where to build, if elsewhere" },
  sudo: { type: "boolean", describe: "Become root with sudo on the host" },
  "use-remote-sudo": { type: "boolean", describe: "The same, for older nixos-rebuild" },
  ...evaluationOptions,
} as const satisfies Table;

export const applyOptions = {
  "dry-run": { type: "boolean", describe: "Change nothing on the host; show what would be done" },
  "profiles-only": { type: "boolean", describe: "Build and set profiles; leave the rest alone" },
  prune: { type: "boolean", describe: "Remove containers that the config has no more" },
  "take-over": {
    type: "boolean",
    describe: "Make containers this config's that `create` or another config made",
  },
  "no-rollback": { type: "boolean", describe: "Leave what does not come up as it is" },
  root: { type: "string", requiresArg: true, describe: "Another folder in place of /" },
  ...evaluationOptions,
} as const satisfies Table;

export const initOptions = {
  "dry-run": { type: "boolean", describe: "Write nothing; say what would be written" },
} as const satisfies Table;

export const schemaOptions = {
  of: {
    choices: ["container", "config"],
    default: "container",
    requiresArg: true,
    describe: "Of a container's options, or of a whole config in JSON",
  },
} as const satisfies Table;

/** Shells that `completion` knows. */
export const shells = ["bash", "zsh", "fish"] as const;

/**
 * What an argument is: a value, a problem's code, the name of a container of this host, or of one
 * that the config in the working folder has.
 */
export type ArgumentKind = ValueKind | "problem code" | "container" | "configured container";

export interface CommandDescription {
  readonly describe: string;
  readonly options: Table;
  /** The argument that may follow the command. */
  readonly argument?: { readonly name: string; readonly kind: ArgumentKind };
  /** Whether what follows `--` is passed on to another program. */
  readonly passes?: true;
}

/** A command that ends in nixos-rebuild. */
function rebuilding(describe: string) {
  return {
    describe,
    options: rebuildOptions,
    argument: { name: "names", kind: "configured container" },
    passes: true,
  } as const satisfies CommandDescription;
}

function onContainers(
  describe: string,
  options: typeof container.jobOptions | typeof container.startOptions = container.jobOptions,
) {
  return {
    describe,
    options,
    argument: { name: "names", kind: "container" },
  } as const satisfies CommandDescription;
}

function onContainer<Own extends Table>(describe: string, options: Own) {
  return {
    describe,
    options,
    argument: { name: "name", kind: "container" },
  } as const satisfies CommandDescription;
}

/** All commands: for the command line itself, its hints and the shell's completion. */
export const commands = {
  generate: { describe: "Write the NixOS modules of the config", options: generateOptions },
  validate: { describe: "Show all problems of the config", options: {} },
  check: {
    describe: "Evaluate the containers with your nixpkgs",
    options: checkOptions,
    argument: { name: "names", kind: "configured container" },
  },
  build: rebuilding("Build the host with the containers"),
  switch: rebuilding("Build the host, and make it what runs and boots"),
  test: rebuilding("Build the host, and make it what runs until it boots"),
  boot: rebuilding("Build the host, and make it what boots"),
  "dry-activate": rebuilding("Build the host, and show what a switch would restart"),
  apply: {
    describe: "Build and apply only the containers that changed",
    options: applyOptions,
    argument: { name: "names", kind: "configured container" },
  },
  create: {
    describe: "Make a container that is of no configuration of the host",
    options: container.createOptions,
    argument: { name: "name", kind: [] },
  },
  update: {
    describe: "Build the systems of containers anew, and switch to them",
    options: container.updateOptions,
    argument: { name: "names", kind: "container" },
  },
  rollback: {
    describe: "Go back to the generation before",
    options: container.rollbackOptions,
    argument: { name: "names", kind: "container" },
  },
  generations: {
    describe: "The systems that a container has had",
    options: container.generationsOptions,
    argument: { name: "name", kind: "container" },
  },
  destroy: {
    describe: "Remove containers with all that is in them",
    options: container.destroyOptions,
    argument: { name: "names", kind: "container" },
  },
  start: onContainers("Start containers, and wait until they are up", container.startOptions),
  stop: onContainers("Stop containers"),
  restart: onContainers("Stop and start containers"),
  reload: onContainers("Let containers switch to their systems as they run"),
  terminate: onContainers("End containers without asking them"),
  list: { describe: "The names of the host's containers", options: container.listOptions },
  status: {
    describe: "State, addresses, system, and what is not in effect",
    options: container.listOptions,
    argument: { name: "names", kind: "container" },
  },
  run: {
    describe: "Run a command in a container: run NAME -- COMMAND",
    options: {},
    argument: { name: "name", kind: "container" },
    passes: true,
  },
  login: onContainer("A login prompt of a container", {}),
  "root-login": onContainer("A shell of root in a container", {}),
  logs: {
    describe: "The journal of a container",
    options: container.logsOptions,
    argument: { name: "name", kind: "container" },
  },
  "show-ip": onContainer("The address of a container", container.showOptions),
  "show-host-key": onContainer("The public key of a container's SSH server", container.showOptions),
  init: {
    describe: "Start a config in a folder or a flake repository",
    options: initOptions,
    argument: { name: "dir", kind: "folder" },
  },
  schema: { describe: "Print the JSON Schema", options: schemaOptions },
  explain: {
    describe: "Cause and cure of a problem, or the list of all",
    options: {},
    argument: { name: "code", kind: "problem code" },
  },
  completion: {
    describe: "Print a completion script for bash, zsh or fish",
    options: {},
    argument: { name: "shell", kind: shells },
  },
} as const satisfies Readonly<Record<string, CommandDescription>>;

/** Options whose number is 1 at least: of nothing at once, nothing would be done. */
export const countedFromOne: ReadonlySet<string> = new Set(["jobs"]);

/** Kinds of values of options that take one. */
export const optionKinds: Readonly<Record<string, ValueKind>> = {
  config: "file",
  nixpkgs: "folder",
  "out-dir": "folder",
  jobs: [],
  system: [],
  flake: "folder",
  "nixos-config": "file",
  "target-host": [],
  "build-host": [],
  root: "folder",
  format: formats,
  target: targetNames,
  of: schemaOptions.of.choices,
};
