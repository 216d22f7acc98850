import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { contentHash } from "../cache/content-hash.js";

/**
 * What a bundle depends on beside the content of its inputs, by absolute path: what could make the
 * same imports lead elsewhere. "" stands for what is not there.
 */
export interface Facts {
  /** Content hashes of files that steer the resolution: package.json, tsconfig.json. */
  readonly files: Readonly<Record<string, string>>;
  /** Hashes of what folders hold that can be imported: a new file may shadow another. */
  readonly folders: Readonly<Record<string, string>>;
  /** Where symbolic links, and folders of packages, lead. */
  readonly targets: Readonly<Record<string, string>>;
}

/** Paths whose facts are wanted. */
export class FactPaths {
  readonly files = new Set<string>();
  readonly folders = new Set<string>();
  readonly targets = new Set<string>();

  /** The facts as they are now. */
  look(): Facts {
    const all = (paths: Iterable<string>, look: (path: string) => string) =>
      Object.fromEntries([...paths].map((path) => [path, look(path)]));
    return {
      files: all(this.files, fileFact),
      folders: all(this.folders, folderFact),
      targets: all(this.targets, targetFact),
    };
  }

  /** Whether anything was changed since a moment (milliseconds since 1970), as far as it still is. */
  changedSince(moment: number): boolean {
    return [...this.files, ...this.folders, ...this.targets].some(
      (path) => changeTime(path) >= moment,
    );
  }
}

/** When a file's content or place last changed, in milliseconds since 1970. */
function changeTime(path: string): number {
  try {
    return statSync(path).ctimeMs;
  } catch {
    return 0;
  }
}

/** Whether facts are still so. */
export function stillSo(facts: Facts): boolean {
  return (
    Object.entries(facts.targets).every(([path, fact]) => targetFact(path) === fact) &&
    Object.entries(facts.files).every(([path, fact]) => fileFact(path) === fact) &&
    Object.entries(facts.folders).every(([path, fact]) => folderFact(path) === fact)
  );
}

/** The hash of a file's content. */
export function fileFact(path: string): string {
  try {
    return contentHash(readFileSync(path));
  } catch {
    return "";
  }
}

function targetFact(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return "";
  }
}

const importable = /\.(?:[cm]?[jt]sx?|json)$/;

/** A new folder shadows no file; what nixpawn or an editor writes beside does not count. */
function folderFact(path: string): string {
  try {
    const names = readdirSync(path).filter((name) => importable.test(name));
    return contentHash(names.sort().join("\0"));
  } catch {
    return "";
  }
}
