import { readFile } from "node:fs/promises";
import { programVersion } from "../../version.js";
import { wayIn, type Project } from "./project.js";
import { releaseOf } from "./release.js";
import type { Scaffold } from "./scaffolds.js";

/** The text of a file that `init` writes, laid out as prettier does. */
export async function render(scaffold: Scaffold, project: Project): Promise<string> {
  const { default: handlebars } = await import("handlebars");
  const url = new URL(`../templates/init/${scaffold.template}.hbs`, import.meta.url);
  const text = handlebars.compile(await readFile(url, "utf8"), { noEscape: true })({
    stateVersion: releaseOf(project),
    version: programVersion,
    // As a string of YAML.
    workingDirectory: wayIn(project) === "" ? "" : JSON.stringify(wayIn(project)),
  });
  if (scaffold.parser === undefined) return text;
  const [{ format }, ...plugins] = await Promise.all([
    import("prettier/standalone"),
    import("prettier/plugins/meriyah"),
    import("prettier/plugins/estree"),
  ]);
  return format(text, { parser: scaffold.parser, plugins });
}
