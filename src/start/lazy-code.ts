import { createHash } from "node:crypto";
import type { Script } from "node:vm";
import type { CodeCache } from "./code-cache.js";

interface Kept {
  /** SHA-256 of the source: names of packages' files do not change with their content. */
  readonly source: string;
  readonly code: Buffer;
}

/**
 * What V8 compiled of the files that only some runs need, all in one file that is read when the
 * first of them is needed. They are loaded for one reason each, so any run has compiled the right
 * functions, one that failed too.
 */
export class LazyCode {
  readonly #cache: CodeCache | undefined;
  readonly #loaded = new Map<string, { readonly source: string; readonly script: Script }>();
  #kept: ReadonlyMap<string, Kept> | undefined;

  /** @param cache where it is kept; undefined for nowhere */
  constructor(cache: CodeCache | undefined) {
    this.#cache = cache;
  }

  /**
   * Compiles a file, with what is kept of it.
   * @param file its name, the same in every run
   * @param text its source
   * @param compile makes the script
   */
  script(file: string, text: string, compile: (cachedData?: Buffer) => Script): Script {
    const source = createHash("sha256").update(text).digest("hex");
    const kept = this.#read().get(file);
    const code = kept?.source === source ? kept.code : undefined;
    const script = compile(code);
    if (code === undefined || script.cachedDataRejected === true) {
      if (this.#loaded.size === 0) process.once("exit", this.#write.bind(this));
      this.#loaded.set(file, { source, script });
    }
    return script;
  }

  #read(): ReadonlyMap<string, Kept> {
    const bytes = this.#kept === undefined ? this.#cache?.read() : undefined;
    this.#kept ??= bytes === undefined ? new Map() : unpacked(bytes);
    return this.#kept;
  }

  #write(): void {
    const all = new Map(this.#read());
    for (const [file, { source, script }] of this.#loaded) {
      all.set(file, { source, code: script.createCachedData() });
    }
    this.#cache?.write(packed(all));
  }
}

/** A line of JSON that says what follows, and then all code. */
function packed(all: ReadonlyMap<string, Kept>): Buffer {
  const list = [...all].map(([file, { source, code }]) => [file, source, code.length]);
  const codes = [...all.values()].map(({ code }) => code);
  return Buffer.concat([Buffer.from(`${JSON.stringify(list)}\n`), ...codes]);
}

function unpacked(bytes: Buffer): Map<string, Kept> {
  const end = bytes.indexOf("\n");
  const list = JSON.parse(bytes.toString("utf8", 0, end)) as [string, string, number][];
  let at = end + 1;
  return new Map(
    list.map(([file, source, length]) => [
      file,
      { source, code: bytes.subarray(at, (at += length)) },
    ]),
  );
}
