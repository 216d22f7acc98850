import { closeSync, openSync, readFileSync, readSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { confKeys } from "../../conf/keys.js";
import type { HostUnit, UnitCommand } from "./host-unit-file.js";
import { readCommandLine, readShellScript, type ShellScript } from "./shell-script.js";

/** Which keys of a conf file the scripts of a host's unit do anything with. */
export interface CarriedOut {
  readonly keys: ReadonlySet<string>;
  /** What is handed on to a program that cannot be looked into. */
  readonly perhaps: ReadonlySet<string>;
  /** Programs of the unit that cannot be looked into: what they read is not known. */
  readonly obscure: readonly string[];
  /** Whether systemd-nspawn is told what to do with resolv.conf. */
  readonly saysResolvConf: boolean;
}

/** More files, or larger ones, are not those of a unit for containers. */
const mostFiles = 40;
const mostBytes = 256 * 1024;

const shell = /^#![ \t]*\S*?(?:\/env[ \t]+(?:-\S+[ \t]+)*)?(?:\/|\b)(?:ba|da|z|k|a)?sh(?:\s|$)/;

/**
 * Reads what the unit of a host starts: a conf file is variables to its scripts, and one that none of
 * them reads does nothing. nixpawn's own says by X-Nixpawn which keys it knows (docs/conf-file.md).
 */
export function carriedOut(unit: HostUnit): CarriedOut {
  if (isOwn(unit)) {
    const keys = new Set(Object.keys(confKeys));
    return { keys, perhaps: new Set(), obscure: [], saysResolvConf: true };
  }
  return new Search(unit.root).of(unit.commands);
}

/** Whether nixpawn's own scripts are what is started: a drop-in may have put others in their place. */
export function isOwn({ text, commands }: HostUnit): boolean {
  if (!/^X-Nixpawn=[1-9]/m.test(text)) return false;
  return commands
    .filter(({ kind }) => kind === "ExecStart" || kind === "ExecStartPost")
    .every(({ program, line }) => {
      const words = line.split(" ").filter((word) => word.startsWith("/"));
      return [program, ...words].every((word) => text.includes(word.replace(/^"|"$/g, "")));
    });
}

class Search {
  readonly #root: string;
  readonly #keys = new Set<string>();
  readonly #passedOn = new Set<string>();
  readonly #obscure: string[] = [];
  readonly #seen = new Set<string>();
  #saysResolvConf = false;
  /** Whether a script has led to another one: what it hands on is read there then. */
  #isWhole = false;

  constructor(root: string) {
    this.#root = root;
  }

  of(commands: readonly UnitCommand[]): CarriedOut {
    for (const one of commands) this.#command(one);
    if (!commands.some(({ kind }) => kind === "ExecStart")) this.#obscure.push("ExecStart=");
    const perhaps = this.#isWhole ? [] : [...this.#passedOn].filter((key) => !this.#keys.has(key));
    return {
      keys: this.#keys,
      perhaps: new Set(perhaps),
      obscure: this.#obscure,
      saysResolvConf: this.#saysResolvConf,
    };
  }

  #command({ kind, program, line }: UnitCommand): void {
    const said = readCommandLine(line);
    this.#add(said, "/");
    this.#follow(program);
    this.#saysResolvConf ||= line.includes("--resolv-conf");
    const name = basename(program);
    const isShell = /^(?:ba|da|z|k|a)?sh$/.test(name);
    const isRead = [program, ...said.files].map((file) => this.#seen.has(file)).includes(true);
    if (isRead || (isShell && / -\w*c /.test(line)) || name === "systemd-nspawn") return;
    const text = this.#text(program);
    if (text !== undefined && !isShell) {
      // Another language: a variable has to be named there.
      for (const key of Object.keys(confKeys)) {
        if (new RegExp(`\\b${key}\\b`).test(text)) this.#keys.add(key);
      }
    } else if (kind === "ExecStart" || !this.#isThere(program)) this.#obscure.push(program);
  }

  #add(script: ShellScript, from: string): void {
    for (const name of script.read) this.#keys.add(name);
    for (const name of script.passedOn) this.#passedOn.add(name);
    for (const file of script.files) {
      const path = file.startsWith(".") ? join(from, file) : file;
      const isFound = this.#follow(path, script.sourced.has(file));
      this.#isWhole ||= isFound && from !== "/";
    }
  }

  /** @returns whether it is a script of the shell */
  #follow(file: string, isSourced = false): boolean {
    if (this.#seen.has(file)) return true;
    if (this.#seen.size >= mostFiles) return false;
    const text = this.#text(file);
    if (text === undefined) return false;
    if (!shell.test(text) && (text.startsWith("#!") || !isSourced)) return false;
    this.#seen.add(file);
    this.#saysResolvConf ||= text.includes("--resolv-conf");
    this.#add(readShellScript(text), dirname(file));
    return true;
  }

  #inside(file: string): string | undefined {
    try {
      const real = realpathSync(join(this.#root, file));
      const isInside = !relative(realpathSync(this.#root), real).startsWith("..");
      return isInside && statSync(real).isFile() ? real : undefined;
    } catch {
      return undefined;
    }
  }

  #isThere(file: string): boolean {
    return this.#inside(file) !== undefined;
  }

  /** Undefined for what is no text, and what may not be read. */
  #text(file: string): string | undefined {
    const real = this.#inside(file);
    if (real === undefined) return undefined;
    try {
      if (statSync(real).size > mostBytes || !looksLikeText(real)) return undefined;
      return readFileSync(real, "utf8");
    } catch {
      return undefined;
    }
  }
}

function looksLikeText(file: string): boolean {
  const start = Buffer.alloc(512);
  const open = openSync(file, "r");
  try {
    return !start.subarray(0, readSync(open, start)).includes(0);
  } finally {
    closeSync(open);
  }
}
