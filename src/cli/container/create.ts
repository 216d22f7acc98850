import { resolve } from "node:path";
import { createContainer } from "../../host/create-container.js";
import { configurationPath } from "../../host/create-steps.js";
import { demandName, tracesOf } from "../../host/existing-container.js";
import { hostLayout, type HostLayout } from "../../host/layout.js";
import { unitJob } from "../../host/systemd.js";
import type { SystemSource } from "../../host/update-container.js";
import type { GlobalOptions } from "../options.js";
import { configurationText } from "./configuration-text.js";
import { optionsOfFlags, type CreateFlags } from "./create-flags.js";
import { hostCommand, sayTo } from "./host-command.js";
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
    const name = options.ensureUniqueName ? uniqueName(layout, options.name) : options.name;
    const { options: given, warnings } = optionsOfFlags(name, options.flags);
    const { source, configuration } = await sourceOf(layout, name, options.source);
    const build = { signal, onLine: say };
    const { flake } = options.source;
    const made = await createContainer(
      layout,
      {
        name,
        options: flake === undefined ? given : { ...given, flake },
        configuration,
        buildSystem: () =>
          withSystem(source, name, options.source, build, (system) =>
            setSystem(layout, name, system, signal),
          ),
        start: options.start ? () => unitJob("start", name, signal) : undefined,
        onKept: (path) => {
          say(`${name}: the configuration that was there is kept as ${path}`);
        },
        request: JSON.stringify([options.flags, options.source, configuration]),
      },
      (step) => {
        if (options.verbose) say(`${name}: ${step}`);
      },
      signal,
    );
    say(`${name}: created${options.start ? " and started" : ""}`);
    const { hostAddress = null, localAddress = null } = made;
    return {
      problems: warnings,
      data: { container: { name, hostAddress, localAddress } },
      text: options.ensureUniqueName ? `${name}\n` : "",
    };
  });
}

/** The name with the first number behind it that makes it nobody's. */
function uniqueName(layout: HostLayout, wanted: string): string {
  for (let number = 0; ; number += 1) {
    const name = number === 0 ? wanted : `${wanted}-${String(number)}`;
    const { conf, profile, root } = tracesOf(layout, name);
    if (!conf && !profile && !root) return name;
  }
}

async function sourceOf(
  layout: HostLayout,
  name: string,
  flags: SourceFlags,
): Promise<{ source: SystemSource; configuration: string | undefined }> {
  const { configFile, configExpr, flake, systemPath } = flags;
  if (systemPath !== undefined) {
    return { source: { kind: "path", path: systemPath }, configuration: undefined };
  }
  if (flake !== undefined) return { source: { kind: "flake", flake }, configuration: undefined };
  const { version } = await nixpkgsFor(flags);
  const given =
    configFile !== undefined
      ? { file: resolve(configFile) }
      : configExpr !== undefined
        ? { expression: configExpr }
        : ({ nothing: true } as const);
  return {
    source: { kind: "configuration", path: configurationPath(layout, name) },
    configuration: configurationText(name, given, version.slice(0, 5)),
  };
}
