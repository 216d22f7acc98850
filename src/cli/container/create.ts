import { existsSync } from "node:fs";
import { resolve } from "node:path";
import {
  createContainer,
  withoutPath,
  type NewContainer,
} from "../../host/act/create-container.js";
import { configurationPath } from "../../host/act/create-steps.js";
import { createUnique } from "../../host/act/create-unique.js";
import { demandName, rootOf } from "../../host/snapshot/existing-container.js";
import { readContainer } from "../../host/snapshot/host-state.js";
import { hostLayout, type HostLayout } from "../../host/layout.js";
import { unitJob } from "../../host/systemd.js";
import { vainStart } from "../../host/snapshot/vain-start.js";
import type { SystemSource } from "../../host/act/update-container.js";
import { asErrors, ProblemError, type Problem } from "../../problems/problem.js";
import type { GlobalOptions } from "../options.js";
import { configurationText } from "./configuration-text.js";
import { optionsOfFlags, type CreateFlags } from "./create-flags.js";
import { hostCommand, sayTo } from "./host-command.js";
import { stateVersionInRoot } from "./own-state-version.js";
import {
  demandOneSource,
  nixpkgsFor,
  setSystem,
  withSystem,
  type SourceFlags,
} from "./system-source.js";

export interface CreateOptions extends GlobalOptions {
  readonly name: string;
  readonly flags: CreateFlags;
  readonly source: SourceFlags;
  readonly ensureUniqueName: boolean;
  readonly start: boolean;
  readonly root?: string | undefined;
}

/** `nixpawn create NAME`: a container that is not of the host's configuration. */
export async function create(options: CreateOptions): Promise<number> {
  const say = sayTo(options);
  return hostCommand(options, async (signal) => {
    const layout = hostLayout(resolve(options.root ?? "/"));
    demandOneSource(options.source);
    demandName(options.name, true);
    const unitWarnings: Problem[] = [];
    const describe = async (name: string): Promise<NewContainer> => ({
      ...(await newContainer(layout, name, options, signal)),
      onWarnings: (problems) => {
        if (options.strict) throw new ProblemError(asErrors(problems));
        unitWarnings.push(...problems);
      },
    });
    const onStep = (name: string, step: string): void => {
      if (options.verbose) say(`${name}: ${step}`);
    };
    const { name, options: made } = options.ensureUniqueName
      ? await createUnique(layout, options.name, describe, onStep, signal)
      : await createNamed(layout, await describe(options.name), onStep, signal);
    const missing = options.start ? vainStart(await readContainer(layout, name, signal)) : [];
    say(`${name}: created${options.start ? " and started" : ""}`);
    const { warnings } = optionsOfFlags(name, options.flags);
    const { hostAddress = null, localAddress = null } = made;
    return {
      problems: [...warnings, ...unitWarnings, ...missing.map(withoutPath)],
      data: { container: { name, hostAddress, localAddress } },
      text: options.ensureUniqueName ? `${name}\n` : "",
    };
  });
}

async function createNamed(
  layout: HostLayout,
  container: NewContainer,
  onStep: (name: string, step: string) => void,
  signal: AbortSignal,
) {
  const { name } = container;
  const tell = (step: string): void => {
    onStep(name, step);
  };
  return { name, options: await createContainer(layout, container, tell, signal) };
}

/** What the command line says of a container. @throws ProblemError as `optionsOfFlags` */
async function newContainer(
  layout: HostLayout,
  name: string,
  options: CreateOptions,
  signal: AbortSignal,
): Promise<NewContainer> {
  const say = sayTo(options);
  const { options: given, warnings } = optionsOfFlags(name, options.flags);
  // Where they are errors, nothing is made.
  if (options.strict && warnings.length > 0) throw new ProblemError(asErrors(warnings));
  const { source, configuration } = await sourceOf(layout, name, options.source, {
    say,
    signal,
  });
  const build = { signal, onLine: say };
  const { flake } = options.source;
  return {
    name,
    options: flake === undefined ? given : { ...given, flake },
    configuration,
    buildSystem: () =>
      withSystem(source, name, options.source, build, (system) =>
        setSystem(layout, name, system, signal),
      ),
    start: options.start ? () => unitJob(layout.system, "start", name, signal) : undefined,
    onKept: (path) => {
      say(`${name}: what was there is kept as ${path}`);
    },
    request: requestText([options.flags, options.source, configuration]),
  };
}

/** How a command tells of what it does makes no other request of it. */
const manners: ReadonlySet<string> = new Set(["format", "strict", "verbose"]);

function requestText(asked: readonly unknown[]): string {
  return JSON.stringify(asked, (key, value: unknown) => (manners.has(key) ? undefined : value));
}

async function sourceOf(
  layout: HostLayout,
  name: string,
  flags: SourceFlags,
  { say, signal }: { readonly say: (line: string) => void; readonly signal: AbortSignal },
): Promise<{ source: SystemSource; configuration: string | undefined }> {
  const { configFile, configExpr, flake, systemPath } = flags;
  if (systemPath !== undefined) {
    return { source: { kind: "path", path: systemPath }, configuration: undefined };
  }
  if (flake !== undefined) return { source: { kind: "flake", flake }, configuration: undefined };
  const { version, path: nixpkgs } = await nixpkgsFor(flags);
  const release = version.slice(0, 5);
  const given =
    configFile !== undefined
      ? { file: resolve(configFile) }
      : configExpr !== undefined
        ? { expression: configExpr }
        : ({ nothing: true } as const);
  const path = configurationPath(layout, name);
  // Data may have outlived a container, and is of the release that made it.
  const old = await stateVersionInRoot(layout, name, { nixpkgs, system: undefined }, signal);
  const stateVersion = old ?? release;
  if (stateVersion !== release) {
    say(`${name}: its root was there before: system.stateVersion stays ${stateVersion}`);
  } else if (old === undefined && existsSync(rootOf(layout, name))) {
    say(
      `${name}: its root was there before, and does not say of which release it is: system.stateVersion is ${release}`,
    );
  }
  return {
    source: { kind: "configuration", path },
    configuration: configurationText(name, given, stateVersion),
  };
}
