import { createHash } from "node:crypto";
import { type ChildProcess, spawn } from "node:child_process";
import {
  chmodSync,
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { execa } from "execa";
import { patience } from "../../support/eventually.js";
import { filesIn, type Run } from "../../support/program.js";
import { cacheFolder, cgroupRoot, labScripts } from "./places.js";

const searched = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** A host with a real systemd, in namespaces of its own. */
export class LabHost {
  readonly #state: string;
  readonly #cgroup: string;
  readonly #process: ChildProcess;
  #leader = 0;

  private constructor(cache: string) {
    this.#state = mkdtempSync(join(cacheFolder(), `host-${process.pid}-`));
    this.#cgroup = join(cgroupRoot() ?? "", `nixpawn-lab-${basename(this.#state)}`);
    const console = openSync(join(this.#state, "console"), "w");
    // It does not outlive this process, however that ends.
    this.#process = spawn(
      "setpriv",
      ["--pdeathsig", "KILL", join(labScripts, "boot"), cache, this.#state, this.#cgroup],
      { stdio: ["ignore", console, console] },
    );
    closeSync(console);
  }

  /** Boots one, from what is made at the first time and kept. */
  static async boot(): Promise<LabHost> {
    // Which Debian, and so which systemd and which Nix: CONTRIBUTING.md.
    const suite = process.env.NIXPAWN_LAB_DEBIAN ?? "bookworm";
    const cache = join(cacheFolder(), `${recipe()}-${suite}`);
    await execa(join(labScripts, "build"), [cache, suite]);
    removeLeftovers();
    const host = new LabHost(cache);
    try {
      await host.#waitUntilUp();
    } catch (error) {
      await host.stop();
      throw error;
    }
    return host;
  }

  /** The words of `nsenter` that run a program as root in it. */
  entering(program: string, ...words: readonly string[]): readonly string[] {
    const clean = ["env", "-i", "HOME=/root", "USER=root", "TERM=dumb", `PATH=${searched}`];
    return ["-t", String(this.#leader), "-a", ...clean, program, ...words];
  }

  /** Runs a program as root. An exit code is the caller's to judge. */
  async run(program: string, ...words: readonly string[]): Promise<Run> {
    const { exitCode, stdout, stderr } = await execa("nsenter", this.entering(program, ...words), {
      reject: false,
      stdin: "ignore",
      timeout: 600_000,
    });
    return { exitCode, stdout, stderr };
  }

  /**
   * Runs a script of bash as root.
   * @returns what it printed
   * @throws Error when a command of it fails
   */
  async sh(script: string): Promise<string> {
    const { exitCode, stdout, stderr } = await this.run("bash", "-euo", "pipefail", "-c", script);
    if (exitCode !== 0) throw new Error(`exit ${exitCode}: ${script}\n${stdout}\n${stderr}`);
    return stdout;
  }

  /** Writes a file, its folders too. */
  write(path: string, text: string): void {
    const file = this.#inside(path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** Copies a folder of programs into it. */
  install(folder: string, path: string): void {
    cpSync(folder, this.#inside(path), { recursive: true });
    chmodSync(this.#inside(path), 0o755);
  }

  /** Ends it, and leaves nothing of it. */
  async stop(): Promise<void> {
    if (this.#leader !== 0) {
      await Promise.race([this.run("systemctl", "poweroff"), delay(10_000, undefined, unref)]);
      await this.#ended(15_000);
    }
    // The program goes with its children (unshare --kill-child).
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      this.#process.kill("SIGKILL");
      await this.#ended(15_000);
    }
    rmSync(this.#state, { recursive: true, maxRetries: 5, retryDelay: 100 });
    for (let tries = 0; tries < 50 && !removeGroup(this.#cgroup); tries++) await delay(100);
  }

  async #waitUntilUp(): Promise<void> {
    const deadline = Date.now() + patience * 1000;
    while (Date.now() < deadline && this.#process.exitCode === null) {
      this.#leader = systemdBelow(this.#process.pid);
      if (this.#leader !== 0) {
        const { stdout } = await this.run("systemctl", "is-system-running");
        if (stdout === "running" || stdout === "degraded") return;
      }
      await delay(50);
    }
    const console = readFileSync(join(this.#state, "console"), "utf8");
    throw new Error(`the lab host did not boot:\n${console}`);
  }

  async #ended(atMost: number): Promise<void> {
    const deadline = Date.now() + atMost;
    while (this.#process.exitCode === null && this.#process.signalCode === null) {
      if (Date.now() > deadline) return;
      await delay(50);
    }
  }

  #inside(path: string): string {
    return join(`/proc/${this.#leader}/root`, path);
  }
}

const unref = { ref: false };

/** What a lab host is made of has another name when the recipe changes. */
function recipe(): string {
  const files = JSON.stringify(filesIn(labScripts));
  return createHash("sha256").update(files).digest("hex").slice(0, 16);
}

/** The only child of a process, once it is systemd; 0 before. */
function systemdBelow(pid: number | undefined): number {
  try {
    const child = readFileSync(`/proc/${pid ?? 0}/task/${pid ?? 0}/children`, "utf8").trim();
    return readFileSync(`/proc/${child}/comm`, "utf8").trim() === "systemd" ? Number(child) : 0;
  } catch {
    return 0;
  }
}

/** What is left of runs that were killed; a group that is in use cannot be removed. */
function removeLeftovers(): void {
  for (const name of readdirSync(cacheFolder())) {
    const [, pid] = /^host-(\d+)-/.exec(name) ?? [];
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) {
      rmSync(join(cacheFolder(), name), { recursive: true, force: true });
    }
  }

  const root = cgroupRoot() ?? "";
  for (const name of readdirSync(root)) {
    if (name.startsWith("nixpawn-lab-")) removeGroup(join(root, name));
  }
}

/** Whether a control group and those in it are gone. */
function removeGroup(folder: string): boolean {
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) removeGroup(join(folder, entry.name));
    }
    rmdirSync(folder);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT";
  }
}
