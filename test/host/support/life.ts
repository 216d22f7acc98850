const never = new Promise<never>(() => undefined);

/** A process: dead, it does nothing any more, and nothing of it comes to an end. */
export class Life {
  readonly killed: Promise<string>;
  #isDead = false;
  changes = 0;
  #die: (last: string) => void = () => undefined;

  /** @param most how many changes it lives for */
  constructor(readonly most = Number.POSITIVE_INFINITY) {
    this.killed = new Promise((resolve) => {
      this.#die = resolve;
    });
  }

  async look<Result>(make: () => Promise<Result>): Promise<Result> {
    if (this.#isDead) return never;
    try {
      const result = await make();
      return await this.#alive(result);
    } catch (error) {
      return this.#alive(Promise.reject(error as Error));
    }
  }

  async change<Result>(what: string, make: () => Promise<Result>): Promise<Result> {
    const result = await this.look(make);
    this.changes += 1;
    if (this.changes < this.most) return result;
    this.#isDead = true;
    this.#die(what);
    return never;
  }

  #alive<Result>(result: Result | Promise<Result>): Result | Promise<Result> {
    if (!this.#isDead) return result;
    if (result instanceof Promise) result.catch(() => undefined);
    return never;
  }
}
