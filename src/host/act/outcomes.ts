import { inParallel } from "../../evaluate/jobs.js";
import { ProblemError, type Problem } from "../../problems/problem.js";
import { stopOrder, type HandOver } from "../actions/hand-overs.js";

/** Containers that are changed at once; systemd waits for most of the time. */
const atOnce = 8;

interface Named {
  readonly name: string;
}

/** Starts a container again as it was. */
type StartAgain = () => Promise<void>;

/** What became of containers so far, of which one that fails keeps only those that wait for it. */
export class Outcomes {
  readonly #failed = new Map<string, readonly Problem[]>();
  /** Those that are left alone for another one's sake. */
  readonly #held = new Set<string>();

  constructor(readonly handOvers: readonly HandOver[]) {}

  problemsOf(name: string): readonly Problem[] {
    return this.#failed.get(name) ?? [];
  }

  /** Does the same to all that have not failed, several at once. */
  async each<One extends Named>(
    all: readonly One[],
    task: (one: One) => Promise<void>,
  ): Promise<void> {
    await this.#try(
      all.filter(({ name }) => !this.#failed.has(name)),
      task,
    );
  }

  /**
   * Stops containers that are to be restarted and give something up, in an order in which those that
   * wait for one that cannot be stopped are left alone.
   * @param stop stops one, and says how it is started again; undefined where it was not stopped
   */
  async stopGivers<One extends Named>(
    all: readonly One[],
    stop: (one: One) => Promise<StartAgain | undefined>,
  ): Promise<void> {
    const givers = all.filter(({ name }) => this.gives(name));
    for (const wave of stopOrder(
      this.handOvers,
      givers.map(({ name }) => name),
    )) {
      const stopping = givers.filter(({ name }) => wave.includes(name));
      const stopped: { readonly name: string; readonly startAgain: StartAgain }[] = [];
      this.#holdBack(stopping);
      await this.each(stopping, async (one) => {
        const startAgain = await stop(one);
        if (startAgain !== undefined) stopped.push({ name: one.name, startAgain });
      });
      // Of those that wait for each other, one that cannot be stopped keeps all as they are.
      this.#holdBack(stopping);
      const back = stopped.filter(({ name }) => this.#held.has(name));
      await this.#try(back, ({ startAgain }) => startAgain());
    }
    this.#holdBack(all);
  }

  /** Whether others get what a container has. */
  gives(name: string): boolean {
    return this.handOvers.some(({ from }) => from === name);
  }

  async #try<One extends Named>(
    all: readonly One[],
    task: (one: One) => Promise<void>,
  ): Promise<void> {
    await inParallel(all, atOnce, async (one) => {
      try {
        await task(one);
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        this.#failed.set(one.name, error.problems);
      }
    });
  }

  /** Those that are to get what another one has, and has not given up, are left alone. */
  #holdBack(all: readonly Named[]): void {
    const names = new Set(all.map(({ name }) => name));
    const isKept = ({ from, to }: HandOver): boolean =>
      names.has(to) && this.#failed.has(from) && !this.#failed.has(to);
    for (;;) {
      const handOver = this.handOvers.find(isKept);
      if (handOver === undefined) return;
      this.#failed.set(handOver.to, [stillHeld(handOver, this.#held.has(handOver.from))]);
      this.#held.add(handOver.to);
    }
  }
}

/** @param isHeld whether the one that has it could have been stopped, and is left alone, too */
function stillHeld({ from, to }: HandOver, isHeld: boolean): Problem {
  const why = isHeld ? "is left as it is, too" : "could not be stopped";
  return {
    code: "NP715",
    severity: "error",
    message: `container \`${to}\` is left as it is: \`${from}\` has what it is to get, and ${why}`,
  };
}
