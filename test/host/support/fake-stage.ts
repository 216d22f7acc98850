import { basename } from "node:path";
import { containerStatuses } from "../../../src/host/actions/container-status.js";
import { rootOf } from "../../../src/host/snapshot/existing-container.js";
import { unitJob } from "../../../src/host/systemd.js";
import {
  apply,
  codesOf,
  create,
  destroy,
  labelled,
  look,
  rollBack,
  update,
} from "./fake-commands.js";
import { FakeHost } from "./fake-host.js";
import type { Said, Stage } from "./story.js";

/** A host that is made up, with nixpawn's commands as functions. */
export function fakeStage(): Stage {
  const host = new FakeHost();
  const { layout } = host;
  const said = async (command: Promise<unknown>): Promise<Said> => ({
    codes: await codesOf(command),
    done: [],
  });
  return {
    apply: async (config) => {
      const wanted = Object.entries(config).map(([name, [label, options]]) =>
        labelled(name, label, options),
      );
      const { problems, done } = await apply(layout, wanted);
      return { codes: [...new Set(problems.map((one) => one.slice(0, 5)))].sort(), done };
    },
    create: (name, label) => said(create(layout, name, { label, start: true })),
    update: (name, label) => said(update(layout, name, label)),
    rollBack: (name) => said(rollBack(layout, name)),
    destroy: (name) => said(destroy(layout, name)),
    stop: (name) => said(unitJob(layout.system, "stop", name)),
    see: async (name) => {
      const [status] = await containerStatuses(layout, [await look(layout, name)]);
      const { state = "", generation = null, runningSystem, drift = [] } = status ?? {};
      return { state, generation, label: runningSystem?.split("-").at(-1), drift };
    },
    conf: async (name, key) => (await look(layout, name)).conf?.values.get(key),
    traces: () => Promise.resolve(host.traces().map((path) => basename(path))),
    refuseStop: (name, isRefused) => {
      host.systemd.refusing[isRefused ? "add" : "delete"](`stop ${name}`);
      return Promise.resolve();
    },
    mountIn: (name, isMounted) => {
      host.processes.mounts(isMounted ? [`${rootOf(layout, name)}/mnt`] : []);
      return Promise.resolve();
    },
  };
}
