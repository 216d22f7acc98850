import { environmentFileText } from "../conf/environment-file-text.js";
import { readEnvironmentFile } from "../conf/environment-file.js";
import { textOf, writeText } from "./container-files.js";
import { confPath, type HostLayout } from "./layout.js";

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
  const text = textOf(path);
  if (text === undefined) return;
  const { assignments, comments } = readEnvironmentFile(text);
  const before = assignments.findLast(({ key }) => key === "FLAKE")?.value;
  if (before === flake) return;
  const others = assignments.filter(({ key }) => key !== "FLAKE");
  const own = flake === undefined ? [] : [{ key: "FLAKE", value: flake }];
  const words = `container \`${name}\``;
  await writeText(
    path,
    environmentFileText({ comments, assignments: [...own, ...others] }, { words }),
  );
}
