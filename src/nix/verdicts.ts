import { ProblemError } from "../problems/problem.js";
import { refusalOfNix, type NixRefusal } from "./program/parse.js";

/** Remembers, beyond one run, texts that Nix accepted. */
export interface VerdictMemory {
  has(text: string): boolean;
  add(texts: readonly string[]): void;
}

/**
 * What the user's own Nix says of the texts of nix`…` templates: with Nix at hand it decides what
 * is an expression, not the parser here. Asking takes a process, so that texts are gathered while
 * a plan is made, asked about together, and the plan made again where the answer changes it.
 */
export class NixVerdicts {
  readonly #known = new Map<string, NixRefusal | "accepted">();
  /** Texts to ask about, and whether the parser here accepts them. */
  readonly #open = new Map<string, boolean>();
  #absent = false;

  constructor(private readonly memory?: VerdictMemory) {}

  /**
   * What is known of a text; undefined when Nix is still to be asked, or is not there.
   * @param parses whether the parser here accepts it
   */
  of(text: string, parses: boolean): NixRefusal | "accepted" | undefined {
    const known = this.#known.get(text);
    if (known !== undefined || this.#absent) return known;
    // What is no expression here may be one with another setting of the same Nix.
    if (parses && this.memory?.has(text) === true) return "accepted";
    this.#open.set(text, parses);
    return undefined;
  }

  /** Asks Nix. True when an answer is other than what the parser here said. */
  async settle(): Promise<boolean> {
    const open = [...this.#open];
    this.#open.clear();
    try {
      const parsed = open.filter(([, parses]) => parses).map(([text]) => text);
      await this.#askTogether(parsed);
      for (const [text, parses] of open) if (!parses) await this.#ask(text);
      this.memory?.add(parsed.filter((text) => this.#known.get(text) === "accepted"));
    } catch (error) {
      const [problem] = error instanceof ProblemError ? error.problems : [];
      if (problem?.code !== "NP501") throw error;
      this.#absent = true;
      return false;
    }
    return open.some(([text, parses]) => parses !== (this.#known.get(text) === "accepted"));
  }

  /** Each text is a whole expression, so that in a list none can change the meaning of another. */
  async #askTogether(texts: readonly string[]): Promise<void> {
    const [first, ...others] = texts;
    if (first === undefined) return;
    if (others.length === 0) {
      await this.#ask(first);
      return;
    }
    const refusal = await refusalOfNix(`[\n${texts.map((text) => `(\n${text}\n)`).join("\n")}\n]`);
    if (refusal === undefined) {
      for (const text of texts) this.#known.set(text, "accepted");
      return;
    }
    const half = Math.ceil(texts.length / 2);
    await this.#askTogether(texts.slice(0, half));
    await this.#askTogether(texts.slice(half));
  }

  async #ask(text: string): Promise<void> {
    this.#known.set(text, (await refusalOfNix(text)) ?? "accepted");
  }
}
