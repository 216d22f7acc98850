import { expect } from "@jest/globals";
import type { ContainerOptions } from "../../../src/authoring/container-options.generated.js";

/** What a command said. */
export interface Said {
  /** Codes of its problems, each once. */
  readonly codes: readonly string[];
  /** What was done to containers: "restarted a". */
  readonly done: readonly string[];
}

export interface Seen {
  readonly state: string;
  readonly generation: number | null;
  /** Of the system that runs; undefined where none does. */
  readonly label: string | undefined;
  readonly drift: readonly string[];
}

/** Containers of a config, by name: the label of the system, and options. */
export type Config = Readonly<Record<string, readonly [string, ContainerOptions?]>>;

/** A host that a story happens on: a made up one, or that of the lab. */
export interface Stage {
  /** `apply --prune` of a config with these containers, which start with the host. */
  readonly apply: (config: Config) => Promise<Said>;
  readonly create: (name: string, label: string) => Promise<Said>;
  readonly update: (name: string, label: string) => Promise<Said>;
  readonly rollBack: (name: string) => Promise<Said>;
  readonly destroy: (name: string) => Promise<Said>;
  readonly stop: (name: string) => Promise<Said>;
  readonly see: (name: string) => Promise<Seen>;
  /** A value in the conf file of a container. */
  readonly conf: (name: string, key: string) => Promise<string | undefined>;
  /** What there is of containers, by the names of files and folders. */
  readonly traces: () => Promise<readonly string[]>;
  /** Lets systemd refuse to stop a container, or not any more. */
  readonly refuseStop: (name: string, isRefused: boolean) => Promise<void>;
  /** Mounts something in the root of a container, or nothing any more. */
  readonly mountIn: (name: string, isMounted: boolean) => Promise<void>;
}

const up = (label: string, generation: number): Seen => ({
  state: "active",
  generation,
  label,
  drift: [],
});

const notThere = { bindMounts: { "/srv": { hostPath: "/not/there" } } };
const address = (last: number) => ({
  privateNetwork: true,
  localAddress: `10.0.0.${String(last)}`,
});
const nothing: Said = { codes: [], done: [] };

/** Removes the containers of a config, with their data. */
async function end(host: Stage, ...names: readonly string[]): Promise<void> {
  await host.apply({});
  for (const name of names) await host.destroy(name);
  expect(await host.traces()).toEqual([]);
}

type Scene = readonly [name: string, play: (stage: Stage) => Promise<void>];

/** What happens on any host, whether it is made up or not. Each scene leaves nothing behind. */
export const story: readonly Scene[] = [
  [
    "containers are made, switched to another system, restarted and removed",
    async (host) => {
      expect(await host.apply({ a: ["one"], b: ["one", { autoStart: false }] })).toEqual({
        codes: [],
        done: ["created a", "created b"],
      });
      expect(await host.see("a")).toEqual(up("one", 1));
      expect(await host.see("b")).toMatchObject({ state: "inactive", label: undefined });
      expect(await host.apply({ a: ["one"], b: ["one", { autoStart: false }] })).toEqual(nothing);

      expect((await host.apply({ a: ["two"] })).done).toEqual(["reloaded a", "removed b"]);
      expect(await host.see("a")).toEqual(up("two", 2));
      expect((await host.apply({ a: ["two", { tmpfs: ["/scratch"] }] })).done).toEqual([
        "restarted a",
      ]);
      expect(await host.see("a")).toEqual(up("two", 2));
      await host.apply({});
      // What ran has data, which is nobody's to remove but its user's.
      expect(await host.traces()).toEqual(["a"]);
      await host.destroy("a");
      expect(await host.traces()).toEqual([]);
    },
  ],
  [
    "what does not come up is put back, and is told",
    async (host) => {
      await host.apply({ a: ["one", { tmpfs: ["/scratch"] }] });
      expect(await host.apply({ a: ["two", notThere] })).toEqual({ codes: ["NP731"], done: [] });
      expect(await host.see("a")).toEqual(up("one", 1));
      expect(await host.conf("a", "TMPFS")).toBe("/scratch");
      await end(host, "a");
    },
  ],
  [
    "a new one that does not come up stays, to be looked at",
    async (host) => {
      expect((await host.apply({ a: ["one", notThere] })).codes).toEqual(["NP714"]);
      expect((await host.apply({ a: ["one"] })).codes).toEqual([]);
      expect(await host.see("a")).toEqual(up("one", 1));
      await end(host, "a");
    },
  ],
  [
    "one that was stopped is not started by an apply",
    async (host) => {
      await host.apply({ a: ["one"] });
      await host.stop("a");
      expect((await host.apply({ a: ["two"] })).codes).toEqual([]);
      expect(await host.see("a")).toMatchObject({ state: "inactive", generation: 2 });
      await end(host, "a");
    },
  ],
  [
    "addresses go round, and stay where one cannot be stopped",
    async (host) => {
      await host.apply({ a: ["one", address(1)], b: ["one", address(2)], c: ["one", address(3)] });
      const round = {
        a: ["one", address(3)],
        b: ["one", address(1)],
        c: ["one", address(2)],
      } as const;
      await host.refuseStop("b", true);
      expect((await host.apply(round)).codes).toEqual(["NP714", "NP715"]);
      for (const name of ["a", "b", "c"]) {
        expect(await host.see(name)).toMatchObject({ state: "active", drift: [] });
      }
      expect(await host.conf("a", "LOCAL_ADDRESS")).toBe("10.0.0.1");
      await host.refuseStop("b", false);
      expect(await host.apply(round)).toEqual({
        codes: [],
        done: ["restarted a", "restarted b", "restarted c"],
      });
      expect(await host.conf("a", "LOCAL_ADDRESS")).toBe("10.0.0.3");
      expect(await host.see("c")).toEqual(up("one", 1));
      await end(host, "a", "b", "c");
    },
  ],
  [
    "one is made by itself, updated, rolled back and destroyed",
    async (host) => {
      expect((await host.create("web", "one")).codes).toEqual([]);
      expect((await host.create("web", "two")).codes).toEqual(["NP720"]);
      expect(await host.see("web")).toEqual(up("one", 1));
      expect((await host.rollBack("web")).codes).toEqual(["NP725"]);
      expect((await host.update("web", "two")).codes).toEqual([]);
      expect(await host.see("web")).toEqual(up("two", 2));
      expect((await host.rollBack("web")).codes).toEqual([]);
      expect(await host.see("web")).toEqual(up("one", 1));

      await host.mountIn("web", true);
      expect((await host.destroy("web")).codes).toEqual(["NP719"]);
      expect(await host.see("web")).toEqual(up("one", 1));
      await host.mountIn("web", false);
      expect((await host.destroy("web")).codes).toEqual([]);
      expect(await host.traces()).toEqual([]);
      expect((await host.destroy("web")).codes).toEqual(["NP717"]);
    },
  ],
];
