import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderWith } from "../../support/program.js";

/** systemd's own reader of such files, in the program that reads environment.d(5). */
const generator = "/usr/lib/systemd/user-environment-generators/30-systemd-environment-d-generator";

export const systemdReads = existsSync(generator);

/** What systemd makes of texts. They have no `$`, which is replaced there. */
export class SystemdReader {
  readonly #home = folderWith({ "environment.d/50-test.conf": "" });

  /** Variables and values, without those of this machine. */
  read(text: string): Readonly<Record<string, string>> {
    writeFileSync(join(this.#home, "environment.d/50-test.conf"), text);
    const stdout = execFileSync(generator, {
      env: { XDG_CONFIG_HOME: this.#home, HOME: join(this.#home, "none") },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return Object.fromEntries(
      stdout
        .split("\n")
        .filter((line) => /^[AB]+=/.test(line))
        .map(readLine),
    );
  }
}

/** `KEY=value`, with quotes and escapes where there is need. */
function readLine(line: string): [string, string] {
  const at = line.indexOf("=");
  const shown = line.slice(at + 1);
  const inner = shown.startsWith('"') ? shown.slice(1, -1) : shown;
  const named: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };
  const value = inner.replace(/\\(.)/gs, (_all, one: string) => named[one] ?? one);
  return [line.slice(0, at), value];
}
