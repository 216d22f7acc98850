import { cpSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { runProgram } from "../../../../src/nix/program/run.js";
import { folderWith } from "../../../support/program.js";
import type { ErrorCase } from "./cases.js";

const hostFile = fileURLToPath(new URL("../inputs/host.nix", import.meta.url));

/** Arguments beside those of the case. */
export const variants = {
  plain: [],
  trace: ["--show-trace"],
  json: ["--log-format", "internal-json"],
  "json-trace": ["--log-format", "internal-json", "--show-trace"],
} as const;

export type Variant = keyof typeof variants;

/** What Nix prints of a case, in words that are the same on every machine. */
export async function runCase(one: ErrorCase, variant: Variant): Promise<string> {
  const folder = folderWith(one.files);
  try {
    cpSync(hostFile, `${folder}/host.nix`);
    const run = await runProgram(
      one.program ?? "nix-instantiate",
      [...one.arguments, ...variants[variant]],
      { cwd: folder, ...(one.env === undefined ? {} : { env: one.env }) },
    );
    if (run.exitCode === 0) throw new Error(`${one.name} is no mistake: ${run.stdout}`);
    return run.stderr
      .split("\n")
      .map((line) => neutral(line, folder))
      .join("\n");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The folder as /tmp/config, nixpkgs as /nixpkgs. */
function neutral(line: string, folder: string): string {
  return line
    .replaceAll(folder, "/tmp/config")
    .replace(/\/[^\s"'`:<>]*?nixpkgs-lib(?=\/lib\b)/g, "/nixpkgs")
    .replace(/\/[^\s"'`:<>]*?\/nixpkgs(?:-[0-9.]+)?(?=\/(?:lib|nixos|pkgs)\b)/g, "/nixpkgs");
}

/**
 * Leaves out the lines of nixpkgs that Nix shows, which are its authors', and the activities of
 * the JSON format, whose numbers differ from run to run.
 */
export function forFixture(log: string): string {
  const lines = log.split("\n").flatMap((line) => {
    if (!line.startsWith("@nix ")) return [line];
    const entry = JSON.parse(line.slice("@nix ".length)) as { action: string; msg?: string };
    if (entry.action !== "msg" || entry.msg === undefined) return [];
    const msg = withoutLinesOfNixpkgs(entry.msg.split("\n")).join("\n");
    return [`@nix ${JSON.stringify({ ...entry, msg })}`];
  });
  return withoutLinesOfNixpkgs(lines).join("\n");
}

function withoutLinesOfNixpkgs(lines: readonly string[]): readonly string[] {
  let inNixpkgs = false;
  return lines.filter((line) => {
    const plain = stripVTControlCharacters(line);
    const place = /^ +at (?<file>[/«].*?):\d+:\d+/.exec(plain);
    if (place !== null) inNixpkgs = place.groups?.file?.startsWith("/nixpkgs/") === true;
    return !(inNixpkgs && /^ +\d*\|/.test(plain));
  });
}
