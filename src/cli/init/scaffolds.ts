import { dirname, join, relative } from "node:path";
import {
  dependsOnNixpawn,
  exists,
  inherited,
  newConfigName,
  standingConfig,
  textOf,
  wayIn,
  type Project,
} from "./project.js";

/** A file that `init` writes. */
export interface Scaffold {
  /**
   * Name of its template, and how prettier reads it; Nix and git have their own layouts, and what holds
   * nothing of the project's, or one word, is laid out already.
   */
  readonly template: string;
  readonly parser?: "meriyah";
  /** The file to write, absolute. */
  path(project: Project): string;
  /** What stands in its place already: it stays as it is, and nothing is written. */
  standing?(project: Project): string | undefined;
  /** What to do by hand when it stands; undefined when it has all that is needed. */
  advice?(project: Project, text: string, file: string): string | undefined;
}

/** Everything that `init` writes, in the order it is told. */
export const scaffolds: readonly Scaffold[] = [
  {
    template: "containers.ts",
    parser: "meriyah",
    path: (project) => join(project.folder, newConfigName(project)),
    standing: standingConfig,
  },
  {
    template: "flake.nix",
    path: ({ folder }) => join(folder, "flake.nix"),
    standing: (project) => inherited(project, "flake.nix"),
    advice: ({ folder }, text, flake) => {
      const path = `./${relative(dirname(flake), join(folder, "containers"))}`;
      return text.includes(path) ? undefined : `import ${path} in the modules of a host`;
    },
  },
  {
    template: "workflow.yml",
    // GitHub looks for workflows at the root alone; one for each config below it.
    path: (project) => {
      const name = ["nixpawn", ...wayIn(project).split("/")]
        .filter((part) => part !== "")
        .join("-");
      return join(project.repository, ".github", "workflows", `${name}.yml`);
    },
    advice: (_project, text) =>
      text.includes("generate --check")
        ? undefined
        : "add a step: npx nixpawn generate --check --format github",
  },
  {
    template: "gitattributes",
    path: ({ folder }) => join(folder, ".gitattributes"),
    advice: (_project, text) =>
      /^\/?containers\/\*\*.*linguist-generated=false/m.test(text)
        ? undefined
        : "add: containers/** linguist-generated=false text eol=lf",
  },
  {
    template: "gitignore",
    path: ({ folder }) => join(folder, ".gitignore"),
    advice: (_project, text) =>
      /^\/?(?:\*\*\/)?node_modules\/?\s*$/m.test(text) ? undefined : "add: node_modules/",
  },
  {
    template: "package.json",
    // As npm writes it, which will rewrite it.
    path: ({ folder }) => join(folder, "package.json"),
    standing: (project) => inherited(project, "package.json"),
    advice: (project) => (dependsOnNixpawn(project) ? undefined : installCommand),
  },
  {
    template: "tsconfig.json",
    path: ({ folder }) => join(folder, "tsconfig.json"),
  },
];

/** What makes an existing package depend on nixpawn; TypeScript checks the config in CI. */
export const installCommand = "npm install --save-dev nixpawn typescript";

/** What stands in the place of a scaffold. */
export function standingFile(scaffold: Scaffold, project: Project): string | undefined {
  if (scaffold.standing !== undefined) return scaffold.standing(project);
  const path = scaffold.path(project);
  return exists(path) ? path : undefined;
}

export function adviceOn(
  scaffold: Scaffold,
  project: Project,
  standing: string,
): string | undefined {
  return scaffold.advice?.(project, textOf(standing), standing);
}
