import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@jest/globals";
import { fixture, privateStore } from "../../../evaluate/support/private-store.js";
import { configOf } from "../../../support/configs.js";
import { folderWith, start, type Run } from "../../../support/program.js";

/** A folder that stands for the root of a host; its systems are built in a store of its own. */
export class StagedHost {
  readonly folder = folderWith({});
  readonly #store = privateStore(folderWith({}));

  async run(...words: readonly string[]): Promise<Run> {
    return this.with({}, ...words);
  }

  /** In another working directory. */
  async from(cwd: string, ...words: readonly string[]): Promise<Run> {
    const given = [...words, "--root", this.folder];
    const { exitCode, stdout, stderr } = await start(cwd, given, { env: this.#store });
    return { exitCode, stdout, stderr };
  }

  /** Starts it, and does not wait for its end. */
  begin(...words: readonly string[]): ReturnType<typeof start> {
    return start(this.folder, [...words, "--root", "."], { env: this.#store });
  }

  async with(env: Readonly<Record<string, string>>, ...words: readonly string[]): Promise<Run> {
    const { exitCode, stdout, stderr } = await start(this.folder, [...words, "--root", "."], {
      env: { ...this.#store, ...env },
    });
    return { exitCode, stdout, stderr };
  }

  create(name: string, ...words: readonly string[]): Promise<Run> {
    return this.run("create", name, "--nixpkgs", fixture, ...words);
  }

  path(...parts: readonly string[]): string {
    return join(this.folder, ...parts);
  }

  conf(name: string): Record<string, string> {
    const text = readFileSync(this.path("etc/nixos-containers", `${name}.conf`), "utf8");
    const lines = text.split("\n").filter((line) => line.includes("=") && !line.startsWith("#"));
    return Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
    );
  }

  /** What is in the root itself, beside the user's caches. */
  entries(): string[] {
    return readdirSync(this.folder).filter((name) => name !== ".cache");
  }

  /** Everything of containers that is there, whatever its content. */
  traces(): string[] {
    const folders = [
      "etc/nixos-containers",
      "var/lib/nixos-containers",
      "var/lib/nixpawn/unfinished",
    ];
    const links = ["nix/var/nix/profiles/per-container", "nix/var/nix/gcroots/per-container"];
    return [...folders, ...links, "run/nixpawn"].flatMap((folder) =>
      existsSync(this.path(folder))
        ? readdirSync(this.path(folder)).map((name) => `${folder}/${name}`)
        : [],
    );
  }
}

/** What `create` and `update` are given for a system. */
export const ssh = ["--config-expr", "services.openssh.enable = true;"];
export const postgresql = ["--config-expr", "{ services.postgresql.enable = true; }"];

/** Fails unless a run ended well, with what it said. */
export function fine(run: Run): void {
  expect([run.exitCode, run.exitCode === 0 ? "" : run.stderr]).toEqual([0, ""]);
}

/** The text of a config with these containers. */
export function containersOf(...names: readonly string[]): string {
  return configOf(
    names
      .map((name) => `${name}: { autoStart: true, config: { system: { stateVersion: "26.05" } } }`)
      .join(", "),
  );
}
