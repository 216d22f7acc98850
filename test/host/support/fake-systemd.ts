import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readConfWords } from "../../../src/conf/words.js";
import { readConfFile } from "../../../src/host/snapshot/conf-file.js";
import { confPath, type HostLayout } from "../../../src/host/layout.js";
import { readProfile } from "../../../src/host/snapshot/profile-link.js";
import type { FakeProcesses } from "./fake-processes.js";

/** How a program of the fake ended. */
export interface Answer {
  readonly exitCode: number;
  readonly stdout?: string;
  readonly stderr?: string;
}

type State = "inactive" | "failed" | "active" | "activating" | "deactivating";

interface Unit {
  state: State;
  /** Between two tries of a start that fails (RestartSec=), or in the next one. */
  sub: "dead" | "running" | "auto-restart" | "start";
  mainPid: number;
  invocation: string;
  restarts: number;
  since: number;
}

const done: Answer = { exitCode: 0 };

/**
 * systemd and machined of a host, as far as nixpawn has to do with them: what systemctl(1), machinectl(1)
 * and busctl(1) do to units of containers, and print of them. Time goes on when somebody waits.
 */
export class FakeSystemd {
  /** Jobs that fail and change nothing: "stop a". */
  readonly refusing = new Set<string>();
  /** How many starts of a container fail from now on, by its name. */
  readonly failing = new Map<string, number>();
  /** Containers that do not listen when they are to stop. */
  readonly deaf = new Set<string>();
  /** Where there is none, `container@.service` is not found. */
  hasTemplate = true;
  /** All jobs so far, in their order: "stop b". */
  readonly jobs: string[] = [];
  /** Seconds since the host was booted. */
  now = 1000;
  readonly #units = new Map<string, Unit>();
  readonly #template: string;
  #starts = 0;

  constructor(
    readonly layout: Omit<HostLayout, "system">,
    readonly processes: FakeProcesses,
  ) {
    const scripts = ["start", "post-start"].map((one) => `ExecStart="/scripts/${one}"\n`);
    this.#template = join(processes.folder, "container@.service");
    writeFileSync(this.#template, `[Unit]\nX-Nixpawn=1\n${scripts.join("")}`);
  }

  /** The containers that are up, sorted. */
  running(): string[] {
    const found = [...this.#units].filter(([, { state }]) => state === "active");
    return found.map(([name]) => name).sort();
  }

  /** Starts what starts with the host, as a boot does. */
  boot(names: readonly string[]): void {
    for (const name of names) this.#start(name);
  }

  /** A tenth of a second: what failed is started once more. */
  tick(): void {
    this.now += 0.1;
    for (const [name, unit] of this.#units) {
      if (unit.sub === "start") this.#start(name, unit.restarts);
      else if (unit.sub === "auto-restart") {
        unit.sub = "start";
        unit.restarts += 1;
      }
    }
  }

  /**
   * Runs systemctl.
   * @param wait resolves never; rejects when the one who waits for it is to end
   */
  async systemctl(words: readonly string[], wait: () => Promise<never>): Promise<Answer> {
    const [verb = "", ...rest] = words.filter((one) => one !== "--no-ask-password");
    const names = rest.flatMap((one) => /^container@(.*)\.service$/.exec(one)?.[1] ?? []);
    if (verb === "show") return this.#show(rest, names);
    if (verb === "daemon-reload") return done;
    const answers: Answer[] = [];
    for (const name of names) {
      if (verb === "reset-failed") answers.push(this.#reset(name));
      else answers.push(await this.#job(verb, name, rest.includes("--no-block"), wait));
    }
    return answers.find(({ exitCode }) => exitCode !== 0) ?? done;
  }

  machinectl([verb, ...rest]: readonly string[]): Answer {
    if (verb === "list") {
      const machines = this.running().map((machine) => ({ machine, addresses: "" }));
      return { exitCode: 0, stdout: JSON.stringify(machines) };
    }
    const unit = this.#units.get(rest.at(-1) ?? "");
    if (unit === undefined || unit.mainPid === 0) return { exitCode: 1 };
    return { exitCode: 0, stdout: `Leader=${String(unit.mainPid + 1)}\n` };
  }

  busctl(words: readonly string[]): Answer {
    const at = words.indexOf("KillMachine");
    const name = words[at + 2] ?? "";
    const unit = this.#units.get(name);
    if (at < 0 || unit === undefined || unit.mainPid === 0) return { exitCode: 1 };
    this.#ends(unit, "failed");
    this.deaf.delete(name);
    return { exitCode: 0, stdout: "" };
  }

  async #job(
    verb: string,
    name: string,
    isWaitedFor: boolean,
    wait: () => Promise<never>,
  ): Promise<Answer> {
    this.jobs.push(`${verb} ${name}`);
    if (this.refusing.has(`${verb} ${name}`)) return { exitCode: 1 };
    const unit = this.#units.get(name);
    if (verb === "reload") return this.#reload(name, unit);
    if (verb === "stop" || verb === "restart") {
      if (unit !== undefined && this.deaf.has(name)) {
        unit.state = "deactivating";
        if (!isWaitedFor) await wait();
        return done;
      }
      if (unit !== undefined) this.#ends(unit, "inactive");
    }
    if (verb === "stop") return done;
    if (unit?.state === "active" && verb === "start") return done;
    return this.#start(name) ? done : { exitCode: 1 };
  }

  #reload(name: string, unit: Unit | undefined): Answer {
    if (unit?.state !== "active") return { exitCode: 1 };
    this.processes.runs(unit.mainPid, this.#systemOf(name, this.#conf(name)) ?? "");
    return done;
  }

  /** @returns whether it is up */
  #start(name: string, restarts = 0): boolean {
    if (!this.hasTemplate) return false;
    const invocation = String((this.#starts += 1)).padStart(32, "0");
    const conf = this.#conf(name);
    const system = this.#systemOf(name, conf);
    // scripts/pre-start does, before anything can fail.
    mkdirSync(join(this.layout.roots, name), { recursive: true });
    const isUp = system !== undefined && this.#comesUp(name, conf);
    this.#units.set(name, {
      state: isUp ? "active" : "activating",
      sub: isUp ? "running" : "auto-restart",
      mainPid: isUp ? this.processes.start(conf, system) : 0,
      invocation,
      restarts,
      since: isUp ? this.now : 0,
    });
    return isUp;
  }

  #comesUp(name: string, conf: ReadonlyMap<string, string>): boolean {
    const left = this.failing.get(name) ?? 0;
    this.failing.set(name, Math.max(0, left - 1));
    // systemd-nspawn(1): what is bound has to be there.
    const binds = [conf.get("BIND"), conf.get("BIND_RO")].flatMap((one) =>
      readConfWords(one ?? ""),
    );
    return left === 0 && binds.every((one) => existsSync(one.split(":")[0] ?? ""));
  }

  #ends(unit: Unit, state: State): void {
    if (unit.mainPid > 0) this.processes.end(unit.mainPid);
    Object.assign(unit, { state, sub: "dead", mainPid: 0, since: 0 });
  }

  #reset(name: string): Answer {
    const unit = this.#units.get(name);
    if (unit === undefined) return { exitCode: 1 };
    if (unit.state === "failed") unit.state = "inactive";
    return done;
  }

  #conf(name: string): ReadonlyMap<string, string> {
    const path = confPath({ ...this.layout } as HostLayout, name);
    return existsSync(path) ? readConfFile(readFileSync(path, "utf8")).values : new Map();
  }

  #systemOf(name: string, conf: ReadonlyMap<string, string>): string | undefined {
    const path = conf.get("SYSTEM_PATH") ?? "";
    return path !== "" ? path : readProfile(this.layout as HostLayout, name)?.system;
  }

  #show(words: readonly string[], names: readonly string[]): Answer {
    const asked = /^--property=(.*)$/.exec(words[0] ?? "")?.[1]?.split(",") ?? [];
    const blocks = names.map((name) => {
      const known = this.#properties(name);
      return asked
        .flatMap((one) => (known[one] === undefined ? [] : [`${one}=${known[one]}\n`]))
        .join("");
    });
    return { exitCode: 0, stdout: names.length === 0 ? "Version=0\n" : blocks.join("\n") };
  }

  #properties(name: string): Readonly<Record<string, string>> {
    const unit = this.#units.get(name);
    const command = "/scripts/start";
    return {
      Id: `container@${name}.service`,
      LoadState: this.hasTemplate ? "loaded" : "not-found",
      ActiveState: unit?.state ?? "inactive",
      SubState: unit?.sub ?? "dead",
      Result: unit?.state === "activating" ? "exit-code" : "success",
      MainPID: String(unit?.mainPid ?? 0),
      InvocationID: unit?.invocation ?? "",
      NRestarts: String(unit?.restarts ?? 0),
      ActiveEnterTimestampMonotonic: String((unit?.since ?? 0) * 1e6),
      FragmentPath: this.#template,
      EnvironmentFiles: `${confPath(this.layout as HostLayout, name)} (ignore_errors=yes)`,
      ExecStart: `{ path=${command} ; argv[]=${command} ; ignore_errors=no ; }`,
    };
  }
}
