import type { Options } from "yargs";
import { flagRows } from "../../containers/flag-rows.generated.js";

type Table = Readonly<Record<string, Options>>;

const text = (describe: string): { type: "string"; requiresArg: true; describe: string } => ({
  type: "string",
  requiresArg: true,
  describe,
});

const texts = (
  describe: string,
): { type: "string"; array: true; nargs: 1; requiresArg: true; describe: string } => ({
  type: "string",
  array: true,
  nargs: 1,
  requiresArg: true,
  describe,
});

const flag = (describe: string): { type: "boolean"; describe: string } => ({
  type: "boolean",
  describe,
});

const root = text("Another folder in place of /");
const yes = flag("Do not ask");
const json = flag("As --format json");

/** Where the system of a container comes from. */
const sourceOptions = {
  "config-file": text("Its NixOS configuration, a file"),
  "config-expr": text("Its NixOS configuration, as Nix: 'services.openssh.enable = true;'"),
  flake: text("Its flake, with the configuration's name: REF#NAME"),
  "system-path": text("A system that is built already"),
  nixpkgs: text("A nixpkgs: a path, or <name>"),
} as const satisfies Table;

const kinds = { text, texts, flag } as const;
type Flags = typeof flagRows;

/** What says what the container is like: an option each, by the option table. */
const createFlags = Object.fromEntries(
  Object.entries(flagRows).map(([name, { type, describe }]) => [name, kinds[type](describe)]),
) as { readonly [Name in keyof Flags]: ReturnType<(typeof kinds)[Flags[Name]["type"]]> };

export const createOptions = {
  ...sourceOptions,
  from: text("Take it from a containers.ts, as `apply` does"),
  "ensure-unique-name": flag("Append a number where the name is taken"),
  ...createFlags,
  start: flag("Start it when it is made"),
  root,
} as const satisfies Table;

export const updateOptions = {
  ...sourceOptions,
  all: flag("All that have something to be updated from"),
  "dry-run": flag("Build it, and show what would change"),
  root,
} as const satisfies Table;

export const destroyOptions = { yes, root } as const satisfies Table;

export const startOptions = {
  all: flag("All containers of this host"),
} as const satisfies Table;

/** Of what is done to containers that run. */
export const jobOptions = {
  all: flag("All containers that run"),
} as const satisfies Table;

/** Of commands that show one thing of a container that runs, or is on this host. */
export const showOptions = { json } as const satisfies Table;

export const listOptions = { json, root } as const satisfies Table;

export const logsOptions = {
  follow: { type: "boolean", alias: "f", describe: "Go on with what comes" },
  lines: { type: "number", alias: "n", requiresArg: true, describe: "The last lines" },
  unit: text("Only of this unit in the container"),
} as const satisfies Table;

export const rollbackOptions = {
  all: flag("All that have an older generation"),
  root,
} as const satisfies Table;

export const generationsOptions = { json, root } as const satisfies Table;
