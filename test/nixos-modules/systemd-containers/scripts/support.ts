import { execFileSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderWith, root } from "../../../support/program.js";

const scripts = join(root, "nixos-modules/systemd-containers/scripts");

/** Variables of one run of a script. */
export type Variables = Readonly<Record<string, string>>;

/** Runs `start` with a program in the place of systemd-nspawn that shows its arguments. */
export class StartRuns {
  readonly folder: string;
  readonly #common: Variables;

  constructor() {
    const program = "#!/bin/sh\n";
    this.folder = folderWith({
      "bin/systemd-nspawn": `${program}if [ "$1" = --version ]; then echo "\${VERSION:-systemd 252 (252.1)}"
        else printf '%s\\0' "$@"; fi\n`,
      "store/system/init": program,
      "store/system/sw/bin/bash": program,
    });
    for (const path of ["bin/systemd-nspawn", "store/system/init", "store/system/sw/bin/bash"]) {
      chmodSync(join(this.folder, path), 0o755);
    }
    this.#common = {
      PATH: `${this.folder}/bin:${process.env.PATH ?? ""}`,
      INSTANCE: "web",
      root: join(this.folder, "containers/web"),
      EPHEMERAL_DIR: join(this.folder, "ephemeral"),
      NIX_STORE_DIR: join(this.folder, "store"),
      NIX_STATE_DIR: join(this.folder, "state"),
      SYSTEM_PATH: join(this.folder, "store/system"),
    };
  }

  /**
   * The arguments of systemd-nspawn for each of several conf files, all run by one shell.
   * @throws Error when one of the runs fails
   */
  arguments(confs: readonly Variables[]): string[][] {
    // Words in single quotes: what the shell makes of them is the words themselves.
    const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
    const lines = confs.map((conf) => {
      const variables = Object.entries({ ...this.#common, ...conf });
      const words = variables.map(([key, value]) => quoted(`${key}=${value}`));
      return `env -i ${words.join(" ")} ${quoted(join(scripts, "start"))}; printf '\\1\\0'`;
    });
    const driver = join(this.folder, "driver");
    writeFileSync(driver, ["set -e", ...lines, ""].join("\n"));
    const output = execFileSync("bash", [driver], {
      encoding: "utf8",
      maxBuffer: 2 ** 28,
      stdio: "pipe",
    });
    return output
      .split("\u0001\0")
      .slice(0, -1)
      .map((run) => run.split("\0").slice(0, -1));
  }
}

/** A word as the conf file has it (docs/conf-file.md). */
export function encoded(word: string): string {
  return word.replace(/[ \t\\]/g, (one) => `\\x${one.charCodeAt(0).toString(16).padStart(2, "0")}`);
}
