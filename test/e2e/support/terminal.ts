import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { eventually } from "../../support/eventually.js";
import type { LabHost } from "./lab-host.js";

/** What keys send. */
export const keys = {
  enter: "\r",
  /** Ctrl-C */
  interrupt: "\x03",
  /** Ctrl-D */
  end: "\x04",
  /** Ctrl-], three times: leaves machinectl. */
  leave: "\x1d\x1d\x1d",
} as const;

/**
 * A script of bash on a terminal of a lab host: script(1) has a pseudo-terminal made for it, whose
 * other end is typed on here.
 */
export class Terminal {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  #shown = "";
  #seen = 0;
  #exit: number | null | undefined;

  constructor(host: LabHost, script: string) {
    host.write("/root/on-terminal", script);
    const words = host.entering(
      "script",
      "--quiet",
      "--return",
      "--flush",
      "--command",
      "bash /root/on-terminal",
      "/dev/null",
    );
    this.#process = spawn("nsenter", words, { stdio: ["pipe", "pipe", "inherit"] });
    this.#process.stdout.setEncoding("utf8").on("data", (text: string) => (this.#shown += text));
    this.#process.once("close", (code) => (this.#exit = code));
  }

  /** All that was shown so far, each line ended as in a file. */
  get shown(): string {
    return this.#shown.replaceAll("\r\n", "\n");
  }

  type(text: string): void {
    this.#process.stdin.write(text);
  }

  /**
   * Waits until something is shown, after what was waited for before.
   * @throws Error with all that was shown, when it never is
   */
  async shows(what: string | RegExp): Promise<void> {
    await this.#wait(`it did not show ${String(what)}`, () => {
      const rest = this.#shown.slice(this.#seen);
      const found = typeof what === "string" ? rest.indexOf(what) : rest.search(what);
      if (found < 0) return false;
      const length = typeof what === "string" ? what.length : (what.exec(rest)?.[0].length ?? 0);
      this.#seen += found + length;
      return true;
    });
  }

  /** Waits for the script's end. @returns its exit code */
  async ended(): Promise<number | null> {
    await this.#wait("it did not end", () => this.#exit !== undefined);
    return this.#exit ?? null;
  }

  async #wait(otherwise: string, isSo: () => boolean): Promise<void> {
    try {
      await eventually(isSo);
    } catch {
      this.#process.kill("SIGKILL");
      throw new Error(`${otherwise}:\n${this.#shown}`);
    }
  }
}
