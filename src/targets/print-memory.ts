import { join } from "node:path";
import { cacheFolders } from "../load/cache/cache-folders.js";
import { contentHash } from "../load/cache/content-hash.js";
import { keepText, readKeptText } from "../load/cache/kept-file.js";
import { programKey } from "../load/cache/program-key.js";

/** By path: the hash of what was printed, and of the text that it gave. */
type Printed = Readonly<Record<string, readonly [content: string, text: string]>>;

/**
 * Keeps in the cache which text a syntax tree was printed to, as a hash: what is the same as in the
 * run before need not be printed to know that its file is, too. A cache that cannot be read or
 * written is no reason to fail.
 */
export class PrintMemory {
  readonly #program = programKey();
  #known: Printed | undefined;
  readonly #printed = new Map<string, readonly [content: string, text: string]>();
  #isNew = false;

  /** @param file where it is kept, absolute */
  constructor(private readonly file: string) {}

  /** The memory of a config; undefined for a user without a cache. */
  static of(configFile: string): PrintMemory | undefined {
    const [folder] = cacheFolders(configFile);
    if (folder === undefined) return undefined;
    return new PrintMemory(join(folder, `printed-${contentHash(configFile).slice(0, 16)}.json`));
  }

  /**
   * The hash of the text of a file.
   * @param content all that the text is made from; plain data, with integers as bigint
   * @param print gives the hash when it is not known
   */
  hashOf(path: string, content: unknown, print: () => string): string {
    this.#known ??= this.#load();
    const key = contentHash(textOf(content));
    const known = this.#known[path];
    const hit = known?.[0] === key ? known[1] : undefined;
    const hash = hit ?? print();
    this.#printed.set(path, [key, hash]);
    this.#isNew ||= hit === undefined;
    return hash;
  }

  /** Keeps what was asked for in this run, and nothing else. */
  save(): void {
    if (!this.#isNew && this.#printed.size === Object.keys(this.#known ?? {}).length) return;
    try {
      const printed: Printed = Object.fromEntries(this.#printed);
      keepText(this.file, this.#purpose(), JSON.stringify(printed));
    } catch {
      // All is printed again next time.
    }
  }

  #purpose(): string {
    return `${this.#program} ${this.file}`;
  }

  #load(): Printed {
    try {
      const text = readKeptText(this.file, this.#purpose());
      return text === undefined ? {} : (JSON.parse(text) as Printed);
    } catch {
      return {};
    }
  }
}

/**
 * JSON, in which an integer is told from the text of its digits. A function that is asked about every
 * value would take five times as long as asking those that are integers.
 */
function textOf(content: unknown): string {
  const before = Object.getOwnPropertyDescriptor(BigInt.prototype, "toJSON");
  Object.defineProperty(BigInt.prototype, "toJSON", { value: integer, configurable: true });
  try {
    return JSON.stringify(content);
  } finally {
    if (before === undefined) Reflect.deleteProperty(BigInt.prototype, "toJSON");
    else Object.defineProperty(BigInt.prototype, "toJSON", before);
  }
}

function integer(this: bigint): { integer: string } {
  return { integer: this.toString() };
}
