import { rm } from "node:fs/promises";
import { readConfFile } from "./conf-file.js";
import {
  dropInPath,
  removeUnitFiles,
  textOf,
  writeText,
  writeUnitFiles,
} from "./container-files.js";
import { confPath, type HostLayout } from "./layout.js";
import { leadTo, readProfile } from "./profile-link.js";
import type { Step } from "./steps.js";
import { stopSurely, unitJob } from "./systemd.js";
import { onHost } from "./write-file.js";

/** What is on the host of a container: enough to put it back. */
export interface ContainerState {
  /** Texts of its files. */
  readonly conf?: string | undefined;
  readonly dropIn?: string | undefined;
  /** The store path that its profile leads to. */
  readonly system?: string | undefined;
}

export function containerState(layout: HostLayout, name: string): ContainerState {
  return {
    conf: textOf(confPath(layout, name)),
    dropIn: textOf(dropInPath(layout, name)),
    system: readProfile(layout, name)?.system,
  };
}

/** Puts a container back that did not come up; one that was not there before keeps its profile. */
export function stepsToPutBack(
  layout: HostLayout,
  name: string,
  { conf, dropIn, system }: ContainerState,
  signal: AbortSignal | undefined,
): Step[] {
  const path = confPath(layout, name);
  // systemd tries again and again; what is put back is started once.
  const stop = { name: "stop it", run: () => stopSurely(name, signal).catch(() => undefined) };
  if (conf === undefined) {
    return [
      stop,
      { name: "remove the conf file", run: () => onHost(path, () => rm(path, { force: true })) },
      { name: "remove the unit's files", run: () => removeUnitFiles(layout, name, signal) },
    ];
  }
  const { values } = readConfFile(conf);
  return [
    stop,
    ...(system === undefined
      ? []
      : [{ name: "put the profile back", run: () => leadTo(layout, name, system, signal) }]),
    { name: "put the conf file back", run: () => writeText(path, conf) },
    {
      name: "put the unit's files back",
      run: () => writeUnitFiles(layout, { name, dropIn, conf: values }, signal),
    },
    { name: "start what it was", run: () => unitJob("start", name, signal) },
  ];
}
