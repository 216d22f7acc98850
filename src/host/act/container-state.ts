import { rm } from "node:fs/promises";
import { readConfFile } from "../snapshot/conf-file.js";
import { dropInPath, removeUnitFiles, writeText, writeUnitFiles } from "../container-files.js";
import { confPath, type HostLayout } from "../layout.js";
import { leadBackTo, readProfile } from "../snapshot/profile-link.js";
import type { Step } from "./steps.js";
import { stopSurely, unitJob } from "../systemd.js";
import { onHost } from "../system/write-file.js";
import { fileText } from "../../problems/file-text.js";

/** What is on the host of a container: enough to put it back. */
export interface ContainerState {
  /** Texts of its files. */
  readonly conf?: string | undefined;
  readonly dropIn?: string | undefined;
  /** The store path that its profile leads to. */
  readonly system?: string | undefined;
  /** The number of that generation. */
  readonly generation?: number | undefined;
}

export function containerState(layout: HostLayout, name: string): ContainerState {
  const { system, generation } = readProfile(layout, name) ?? {};
  return {
    conf: fileText(confPath(layout, name)),
    dropIn: fileText(dropInPath(layout, name)),
    system,
    generation,
  };
}

/** How a container is brought to what it was; a reload stops nothing. */
export type WayBack = "start" | "reload" | "leave stopped";

/**
 * Puts a container back that did not come up, or was not switched to its new system; one that was not
 * there before keeps its profile.
 */
export function stepsToPutBack(
  layout: HostLayout,
  name: string,
  { conf, dropIn, system, generation }: ContainerState,
  back: WayBack,
  signal: AbortSignal | undefined,
): Step[] {
  const path = confPath(layout, name);
  // systemd tries again and again; what is put back is started once.
  const stop = {
    name: "stop it",
    run: () => stopSurely(layout.system, name, signal).catch(() => undefined),
  };
  if (conf === undefined) {
    return [
      stop,
      {
        name: "remove the conf file",
        run: () => onHost(layout, path, () => rm(path, { force: true })),
      },
      { name: "remove the unit's files", run: () => removeUnitFiles(layout, name, { signal }) },
    ];
  }
  const { values } = readConfFile(conf);
  return [
    ...(back === "reload" ? [] : [stop]),
    ...(system === undefined
      ? []
      : [
          {
            name: "put the profile back",
            run: () => leadBackTo(layout, name, { system, generation }, signal),
          },
        ]),
    { name: "put the conf file back", run: () => writeText(layout, path, conf) },
    {
      name: "put the unit's files back",
      run: () => writeUnitFiles(layout, { name, dropIn, conf: values }, { signal, isExact: true }),
    },
    ...(back === "leave stopped"
      ? []
      : [{ name: `${back} what it was`, run: () => unitJob(layout.system, back, name, signal) }]),
  ];
}
