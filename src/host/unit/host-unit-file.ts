import { join } from "node:path";
import type { HostLayout } from "../layout.js";
import { textInside, unitFolders } from "./unit-folders.js";
import { unitProperties } from "../systemd.js";
import { fileText } from "../../problems/file-text.js";

/** A command of a unit. */
export interface UnitCommand {
  readonly kind: "ExecStartPre" | "ExecStart" | "ExecStartPost" | "ExecReload";
  readonly program: string;
  /** All words, as systemd shows them: the program first. */
  readonly line: string;
}

/** The unit that starts a container of a host. */
export interface HostUnit {
  /** Where it is, for people. */
  readonly path: string;
  readonly text: string;
  /** The conf files that it reads; undefined where only its text is known. */
  readonly reads: string | undefined;
  readonly commands: readonly UnitCommand[];
  /** The folder that its scripts are below. */
  readonly root: string;
}

const kinds = ["ExecStartPre", "ExecStart", "ExecStartPost", "ExecReload"] as const;

/**
 * The unit that starts a container: as systemd has it, with all drop-ins; of a host that is being
 * staged, its file.
 * @returns undefined where there is none
 * @throws ProblemError NP712, NP502
 */
export async function readHostUnit(
  layout: HostLayout,
  name: string,
  signal?: AbortSignal,
): Promise<HostUnit | undefined> {
  if (layout.root !== "/") return stagedUnit(layout.root);
  const asked = ["LoadState", "FragmentPath", "EnvironmentFiles", ...kinds];
  const found = await unitProperties(layout.system, name, asked, signal);
  if (found.get("LoadState") === "not-found") return undefined;
  const path = found.get("FragmentPath") ?? "";
  const commands = kinds.flatMap((kind) =>
    [...(found.get(kind) ?? "").matchAll(/\{ path=(.*?) ; argv\[\]=(.*?) ; ignore_errors=/g)].map(
      ([, program = "", line = ""]) => ({ kind, program, line }),
    ),
  );
  const reads = found.get("EnvironmentFiles") ?? "";
  return { path, text: fileText(path) ?? "", reads, commands, root: "/" };
}

function stagedUnit(root: string): HostUnit | undefined {
  for (const folder of unitFolders) {
    const path = join(folder, "container@.service");
    const text = textInside(root, path);
    if (text === undefined) continue;
    return { path: `/${path}`, text, reads: undefined, commands: commandsIn(text), root };
  }
  return undefined;
}

/** Commands of a unit's file: the program may have prefixes and quotes (systemd.service(5)). */
function commandsIn(text: string): UnitCommand[] {
  const joined = text.replace(/\\\n/g, " ");
  return kinds.flatMap((kind) =>
    [...joined.matchAll(new RegExp(`^${kind}=[-@:+!|]*(.+)$`, "gm"))].map(([, line = ""]) => {
      const [, quoted, plain = ""] = /^(?:"([^"]*)"|(\S+))/.exec(line) ?? [];
      return { kind, program: quoted ?? plain, line };
    }),
  );
}
