import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { cacheFolders } from "../../load/cache/cache-folders.js";
import { contentHash } from "../../load/cache/content-hash.js";
import { findUpwards } from "../../load/cache/folders.js";
import { keepText, readKeptText } from "../../load/cache/kept-file.js";
import type { PlanIdentity } from "./plan-identity.js";

/** A file of a generated tree, as it has to be on disk. */
export interface KnownFile {
  /** Relative to the output folder. */
  readonly path: string;
  /** Of its text: SHA-256, hexadecimal. */
  readonly hash: string;
  readonly executable: boolean;
}

/** What a container was made to, without a problem. */
export interface KnownContainer {
  readonly identity: string;
  /** Absolute paths of the files that it names; all were there. */
  readonly named: readonly string[];
  /** The hash of the text of its file. */
  readonly file: string;
}

/** What a run found of a config in which nothing was to be told. */
export interface KnownPlan {
  readonly whole: string | null;
  /** The repository that the named files were judged by; null for none. */
  readonly repository: string | null;
  readonly files: readonly KnownFile[];
  readonly containers: Readonly<Record<string, KnownContainer>>;
}

/**
 * Keeps in the cache what the last run without a problem made of a config: what is the same again need
 * not be made again. A cache that cannot be read or written is no reason to fail.
 */
export class PlanMemory {
  readonly #configFile: string;
  readonly #file: string | undefined;
  #known: KnownPlan | null | undefined;

  /** @param configFile absolute */
  constructor(configFile: string) {
    this.#configFile = configFile;
    const [folder] = cacheFolders(configFile);
    const name = `plan-${contentHash(configFile).slice(0, 16)}.json`;
    this.#file = folder === undefined ? undefined : join(folder, name);
  }

  /** What is known of a whole plan; undefined for another one, or where a file that it names has gone. */
  plan({ whole }: PlanIdentity): KnownPlan | undefined {
    const known = this.#read();
    if (known === null || whole === undefined || known.whole !== whole) return undefined;
    const all = Object.values(known.containers);
    return all.every(({ named }) => this.#areStill(named)) ? known : undefined;
  }

  /** What is known of one container; undefined for another one, or where a file that it names has gone. */
  container(name: string, { containers }: PlanIdentity): KnownContainer | undefined {
    const identity = containers.get(name);
    const known = this.#read()?.containers;
    if (identity === undefined || known === undefined || !Object.hasOwn(known, name)) {
      return undefined;
    }
    const one = known[name];
    return one?.identity === identity && this.#areStill(one.named) ? one : undefined;
  }

  /** Keeps what a run without a problem made. */
  keep(
    { whole }: PlanIdentity,
    files: readonly KnownFile[],
    containers: ReadonlyMap<string, KnownContainer>,
  ): void {
    if (this.#file === undefined) return;
    const isAnyNamed = [...containers.values()].some(({ named }) => named.length > 0);
    const known: KnownPlan = {
      whole: whole ?? null,
      repository: isAnyNamed ? this.#repository() : null,
      files,
      containers: Object.fromEntries(containers),
    };
    try {
      keepText(this.#file, this.#configFile, JSON.stringify(known));
    } catch {
      // All is made again next time.
    }
  }

  #areStill(named: readonly string[]): boolean {
    // Only of files that are named it matters which repository they are in.
    if (named.length === 0) return true;
    return (
      this.#repository() === this.#read()?.repository && named.every((file) => existsSync(file))
    );
  }

  #repository(): string | null {
    return findUpwards(dirname(this.#configFile), ".git") ?? null;
  }

  /** Null for nothing. */
  #read(): KnownPlan | null {
    if (this.#known !== undefined) return this.#known;
    this.#known = null;
    if (this.#file === undefined) return null;
    try {
      const text = readKeptText(this.#file, this.#configFile);
      if (text !== undefined) this.#known = JSON.parse(text) as KnownPlan;
    } catch {
      // Nothing is known, then.
    }
    return this.#known;
  }
}
