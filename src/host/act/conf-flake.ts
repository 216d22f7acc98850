import { withAssignment, withoutAssignment } from "../../conf/environment-file-edit.js";
import { environmentFileText } from "../../conf/environment-file-text.js";
import { readEnvironmentFile } from "../../conf/environment-file.js";
import { writeText } from "../container-files.js";
import type { ConfFile } from "../snapshot/conf-file.js";
import { confPath, type HostLayout } from "../layout.js";
import { isAsWritten, sealed, unsealed } from "./seal.js";
import { fileText } from "../../problems/file-text.js";

/** The flake that a container's system comes from; an empty one is none, as to the scripts. */
export function flakeOf(conf: ConfFile | undefined): string | undefined {
  return withoutEmpty(conf?.values.get("FLAKE"));
}

/**
 * Notes in a container's conf file which flake its system comes from; all else in it stays. A file that
 * says so already is not written, and one that is not there is not made.
 * @param flake REFERENCE#NAME; undefined for a system that comes from no flake
 * @throws ProblemError NP702 for what the file cannot hold, NP705, NP706
 */
export async function keepFlake(
  layout: HostLayout,
  name: string,
  flake: string | undefined,
): Promise<void> {
  const path = confPath(layout, name);
  const text = fileText(path);
  if (text === undefined) return;
  const { assignments } = readEnvironmentFile(text);
  const before = assignments.findLast(({ key }) => key === "FLAKE")?.value;
  if (withoutEmpty(before) === flake) return;
  const next = flake === undefined ? withoutAssignment(text, "FLAKE") : edited(flake);
  // It is nixpawn that changes it; what somebody else has changed stays known as that.
  await writeText(layout, path, isAsWritten(text) ? sealed(unsealed(next)) : next);

  function edited(value: string): string {
    const words = `container \`${name}\``;
    const assignment = { key: "FLAKE", value };
    const line = environmentFileText({ comments: [], assignments: [assignment] }, { words });
    return withAssignment(text ?? "", "FLAKE", line.trimEnd());
  }
}

function withoutEmpty(value: string | undefined): string | undefined {
  return value === "" ? undefined : value;
}
