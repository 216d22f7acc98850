import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { list } from "../../../src/nix/build.js";
import { printFile } from "../../../src/nix/printer.js";
import type { Expression } from "../../../src/nix/syntax.js";
import { seed } from "./sample.js";

/** The real Nix, in a folder of its own that is removed in the end. */
export class RealNix {
  readonly folder = mkdtempSync(join(tmpdir(), "nixpawn-nix-"));

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  /** Writes source to a file of the folder. @returns its path */
  write(name: string, source: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, source);
    return path;
  }

  /** Prints an expression to a file. */
  print(name: string, expression: Expression): string {
    return this.write(name, printFile(expression, { directory: this.folder }).text);
  }

  instantiate(...words: readonly string[]): { ok: boolean; stdout: string; stderr: string } {
    const { status, stdout, stderr } = spawnSync("nix-instantiate", words, {
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    });
    return { ok: status === 0, stdout, stderr };
  }

  /** What a file evaluates to, all of it. */
  evaluate(path: string): unknown {
    const { ok, stdout, stderr } = this.instantiate("--eval", "--strict", "--json", path);
    if (!ok) throw new Error(`seed ${seed}: ${stderr}`);
    return JSON.parse(stdout);
  }

  /** What Nix makes of each of some expressions. */
  evaluateAll(expressions: readonly Expression[]): unknown[] {
    return this.evaluate(this.print("all.nix", list(expressions))) as unknown[];
  }
}
