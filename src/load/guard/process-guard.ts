import { callSite } from "../../authoring/call-site.js";
import { SiteError } from "../../authoring/site-error.js";
import { NP009, NP013 } from "../../problems/codes/config.js";
import type { Problem } from "../../problems/problem.js";
import { guardChildren } from "./guard-children.js";
import { noteIntrinsics, type ChangedIntrinsic } from "./intrinsics.js";

/** What code of the user must not do to the process while it runs. */
export interface ProcessGuard {
  /** The first call of `process.exit` or its kin, also one whose error the config caught. */
  readonly exited: SiteError | undefined;
  /** Puts the language's own objects back: before any other code runs, which depends on them. */
  restoreLanguage(): void;
  /** Gives the process back as it was, and the language's own objects. */
  release(): void;
  /** That the config changed the language's own objects: known when they were put back. */
  readonly changed: ChangedLanguage | undefined;
}

export interface ChangedLanguage {
  readonly problem: Problem;
  readonly intrinsics: readonly ChangedIntrinsic[];
}

/** What ends the process: `reallyExit` is what `process.exit` itself calls. */
const endings = ["exit", "reallyExit", "abort"] as const;

/** Events of the process that nixpawn itself listens to. */
const heard = ["exit", "uncaughtException", "unhandledRejection"] as const;

type Patched = Record<string, unknown>;

/**
 * Keeps code of the user from ending the process (NP009), from changing the language under
 * nixpawn's feet (NP013) and from writing to stdout, which is for data: what it prints is for
 * people, and goes to stderr.
 * @param quiet whether what it prints was printed before, by a first run of the same code
 */
export function guardProcess(quiet: boolean): ProcessGuard {
  printToStderr();
  const restoreIntrinsics = noteIntrinsics();
  let exited: SiteError | undefined;
  const refuse = (name: string, site: SiteError["site"]): never => {
    const error = new SiteError(NP009.ends({ name }), site);
    exited ??= error;
    throw error;
  };
  const own = process as unknown as Patched;
  const kept: (readonly [object: Patched, name: string, value: unknown])[] = [];
  const patch = (object: Patched, name: string, value: unknown): void => {
    kept.push([object, name, object[name]]);
    object[name] = value;
  };
  for (const name of endings) {
    patch(own, name, function end(): never {
      return refuse(name, callSite(end));
    });
  }
  const { pid } = process;
  const kill = process.kill.bind(process);
  patch(own, "kill", function end(target: number, signal?: string | number): true {
    // Signal 0 only asks whether there is such a process.
    const isOwn = target === pid || target === 0 || target === -1;
    return isOwn && signal !== 0 ? refuse("kill", callSite(end)) : kill(target, signal);
  });
  // Without its listeners, the next error would end the process.
  patch(own, "removeAllListeners", () => process);
  const { stdout, stderr } = process as unknown as { stdout: Patched; stderr: Patched };
  const writeErr = stderr.write as (...given: unknown[]) => boolean;
  patch(stdout, "write", quiet ? swallow : writeErr.bind(stderr));
  if (quiet) patch(stderr, "write", swallow);
  for (const stream of [stdout, stderr]) patch(stream, "end", () => stream);
  const children = guardChildren(quiet);
  const folder = workingFolder();
  const listeners = heard.map((event) => [event, process.rawListeners(event)] as const);
  let intrinsics: readonly ChangedIntrinsic[] = [];
  let restored = false;
  const restoreLanguage = (): void => {
    restored = true;
    const changed = restoreIntrinsics();
    intrinsics = [...intrinsics, ...changed];
  };
  return {
    get exited() {
      return exited;
    },
    get changed() {
      return intrinsics.length === 0 ? undefined : changedLanguage(intrinsics);
    },
    restoreLanguage,
    release() {
      // Whoever has looked already has run nothing since.
      if (!restored) restoreLanguage();
      for (const [object, name, value] of kept) object[name] = value;
      children();
      for (const [event, before] of listeners) {
        const now = process.rawListeners(event);
        for (const one of before) if (!now.includes(one)) process.on(event, one as () => void);
      }
      if (folder !== undefined && workingFolder() !== folder) process.chdir(folder);
    },
  };
}

function changedLanguage(intrinsics: readonly ChangedIntrinsic[]): ChangedLanguage {
  const names = [...new Set(intrinsics.map(({ name }) => `\`${name}\``))];
  const shown = names.slice(0, 3).join(", ");
  const more = names.length > 3 ? ` and ${names.length - 3} more` : "";
  return { problem: NP013.changed({ what: `${shown}${more}` }), intrinsics };
}

function workingFolder(): string | undefined {
  try {
    return process.cwd();
  } catch {
    // Somebody removed it.
    return undefined;
  }
}

let printsToStderr = false;

/** For good: timers of a config may print after it was loaded, and nixpawn itself has no use for it. */
function printToStderr(): void {
  if (printsToStderr) return;
  printsToStderr = true;
  globalThis.console = new console.Console(process.stderr, process.stderr);
}

/** Takes what is written, and tells who waits for it. */
function swallow(_data: unknown, ...given: unknown[]): boolean {
  const done = given.findLast((one) => typeof one === "function");
  if (done !== undefined) process.nextTick(done);
  return true;
}
