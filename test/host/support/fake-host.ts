import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { HostLayout } from "../../../src/host/layout.js";
import type { HostSystem, Locks } from "../../../src/host/system/host-system.js";
import { ProblemError } from "../../../src/problems/problem.js";
import { FakeProcesses } from "./fake-processes.js";
import { fakeProfiles } from "./fake-profiles.js";
import { FakeSystemd, type Answer } from "./fake-systemd.js";
import { hostWith } from "./hosts.js";
import { Life } from "./life.js";
import { memoryFolder } from "./memory-folder.js";

/** What became of a command that was to be killed. */
export type Ended<Result> = { readonly killed: string } | { readonly result: Result };

const never = new Promise<never>(() => undefined);

/**
 * A host without systemd: its files are in a folder, its systemd and its processes are made up, and time
 * goes on when somebody waits. The story of `story.ts` is the same on it and on a host of the lab.
 */
export class FakeHost {
  readonly #places = hostWith({}, memoryFolder());
  readonly processes = new FakeProcesses();
  readonly systemd = new FakeSystemd(this.#places, this.processes);
  /** Addresses of its interfaces. */
  readonly addresses = ["127.0.0.1", "::1"];
  readonly #life = new Life();
  /** As it is for a process that is not killed. */
  readonly layout: HostLayout = this.#layoutFor(this.#life);
  #held = new Map<string, Promise<unknown>>();
  readonly #timeouts = new Set<AbortController>();

  constructor() {
    mkdirSync(this.layout.profiles, { recursive: true });
  }

  /**
   * Runs a command as a process of its own, which is killed right after it has changed the host for so
   * many times.
   * @returns what it did last where it was killed; what comes of it where it ended before
   */
  async killedAfter<Result>(
    changes: number,
    command: (layout: HostLayout) => Promise<Result>,
  ): Promise<Ended<Result>> {
    const life = new Life(changes);
    const running = command(this.#layoutFor(life)).then((result) => ({ result }));
    // What it fails with when it is dead is told to nobody.
    running.catch(() => undefined);
    const ended = await Promise.race([running, life.killed.then((killed) => ({ killed }))]);
    // A process that is gone holds no locks.
    if ("killed" in ended) this.#held = new Map();
    return ended;
  }

  /** How many changes were made to it by processes that are not killed. */
  get changes(): number {
    return this.#life.changes;
  }

  /** The path of a file, as it is here. */
  path(inside: string): string {
    return join(this.#places.root, inside);
  }

  /** What there is of containers, by paths below its root, sorted; but for folders that are for all. */
  traces(): string[] {
    const { confFolder, roots, profiles, gcRoots, dropIns, unfinished, lock } = this.#places;
    const folders = [confFolder, roots, profiles, gcRoots, dropIns, unfinished, dirname(lock)];
    return folders
      .flatMap((folder) =>
        existsSync(folder) ? readdirSync(folder).map((one) => join(folder, one)) : [],
      )
      .filter((path) => !path.endsWith("multi-user.target.wants") || readdirSync(path).length > 0)
      .map((path) => relative(this.#places.root, path))
      .sort();
  }

  /** The containers of which something is noted that has not come to its end. */
  unfinished(): string[] {
    const { unfinished } = this.#places;
    return existsSync(unfinished) ? readdirSync(unfinished) : [];
  }

  /** A value in the conf file of a container. */
  conf(name: string, key: string): string | undefined {
    const text = readFileSync(join(this.#places.confFolder, `${name}.conf`), "utf8");
    return new RegExp(`^${key}=(.*)$`, "m").exec(text)?.[1];
  }

  #layoutFor(life: Life): HostLayout {
    return { ...this.#places, root: "/", system: this.#system(life) };
  }

  #system(life: Life): HostSystem {
    return {
      run: async (program, words, { signal }) => {
        const run = (): Promise<Answer> => this.#run(program, words, signal);
        const isChange = ["systemctl", "busctl"].includes(program) && !words.includes("show");
        const what = [program, ...words.filter((one) => !one.startsWith("-"))].join(" ");
        const answer = await (isChange ? life.change(what, run) : life.look(run));
        const { exitCode, stdout = "", stderr = "" } = answer;
        return { program, arguments: words, signal: undefined, exitCode, stdout, stderr };
      },
      change: (path, make) => life.change(relative(this.#places.root, path), async () => make()),
      profiles: fakeProfiles(this.#places, life),
      locks: this.#locks(life),
      clock: {
        sleep: () =>
          life.look(() => {
            this.systemd.tick();
            return Promise.resolve();
          }),
        timeout: () => {
          const controller = new AbortController();
          this.#timeouts.add(controller);
          return controller.signal;
        },
        monotonic: () => this.systemd.now,
      },
      proc: this.processes.folder,
      addresses: () => this.addresses,
    };
  }

  async #run(
    program: string,
    words: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<Answer> {
    switch (program) {
      case "systemctl":
        return this.systemd.systemctl(words, () => this.#outlasted(signal));
      case "machinectl":
        return this.systemd.machinectl(words);
      case "busctl":
        return this.systemd.busctl(words);
      default:
        // journalctl, ip: nothing to tell.
        return Promise.resolve({ exitCode: 0 });
    }
  }

  /** What never ends: all that is waited for with a limit comes to that. */
  async #outlasted(signal: AbortSignal | undefined): Promise<never> {
    for (const one of this.#timeouts) one.abort();
    this.#timeouts.clear();
    if (signal === undefined) return never;
    if (!signal.aborted) {
      await new Promise((resolve) => {
        signal.addEventListener("abort", resolve, { once: true });
      });
    }
    throw new ProblemError([{ code: "NP502", severity: "error", message: "interrupted" }]);
  }

  /** One after the other, in the order in which they come. */
  #locks(life: Life): Locks {
    const hold = <Result>(path: string, task: () => Promise<Result>): Promise<Result> => {
      const held = this.#held;
      const before = held.get(path) ?? Promise.resolve();
      const mine = before.then(() => life.look(task));
      const over = mine.catch(() => undefined);
      held.set(path, over);
      void over.then(() => {
        if (held.get(path) === over) held.delete(path);
      });
      return mine;
    };
    return {
      holding: ({ path }, task) => hold(path, task),
      ifFree: async (path, task) =>
        this.#held.has(path) ? undefined : { result: await hold(path, task) },
    };
  }
}
