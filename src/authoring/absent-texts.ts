import type { MisuseSite } from "./misuses.js";

/**
 * Operands of texts that were `undefined`: the text says "undefined". Whether it gets into a
 * container is known later only: it may be the message of an error, or a key of a map.
 */
export class AbsentTexts {
  readonly #sites = new Map<string, MisuseSite>();

  note(site: MisuseSite): void {
    this.#sites.set(`${site.file} ${site.start} ${site.end}`, site);
  }

  /** What was noted since this was last asked. */
  take(): MisuseSite[] {
    const found = [...this.#sites.values()];
    this.#sites.clear();
    return found;
  }
}

/** Those of the config that runs. */
export const absentTexts = new AbsentTexts();
