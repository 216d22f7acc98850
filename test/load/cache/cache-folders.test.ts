import { mkdirSync, readFileSync, realpathSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { cacheFolders, temporaryFolders } from "../../../src/load/cache/cache-folders.js";
import { folderWith, nixpawnWith } from "../../support/program.js";

const files = {
  "m.nix": '{ a = "top"; }\n',
  "lib/m.nix": '{ a = "lib"; }\n',
  "lib/helper.ts":
    'import { file, nix } from "nixpawn";\nexport const mod = () => file("./m.nix");\nexport const template = nix`./m.nix`;\n',
  "containers.ts": `import { defineContainers, file } from "nixpawn";
import { mod, template } from "./lib/helper.ts";
export default defineContainers({
  web: { autoStart: true, config: [mod(), template, { system: { stateVersion: "26.05" } }] },
  db: { autoStart: true, config: file("./gone.nix") },
});
`,
};

/** How a cache comes to be behind a link, in a project; with variables that have it there. */
const links: [string, (folder: string) => Record<string, string>][] = [
  [
    "node_modules",
    (folder) => {
      mkdirSync(join(folder, "elsewhere"));
      symlinkSync("elsewhere", join(folder, "node_modules"));
      return {};
    },
  ],
  [
    "the folder of caches in node_modules",
    (folder) => {
      mkdirSync(join(folder, "caches"));
      mkdirSync(join(folder, "node_modules"));
      symlinkSync("../caches", join(folder, "node_modules/.cache"));
      return {};
    },
  ],
  [
    "the user's cache",
    (folder) => {
      mkdirSync(join(folder, "home"));
      symlinkSync("home", join(folder, "link"));
      return { XDG_CACHE_HOME: join(folder, "link") };
    },
  ],
  [
    "the folder for temporary files",
    (folder) => {
      mkdirSync(join(folder, "temporary"));
      symlinkSync("temporary", join(folder, "link"));
      return { XDG_CACHE_HOME: "/proc/none", TMPDIR: join(folder, "link") };
    },
  ],
];

test.each(links)(
  "what is written in code has its place where %s is a link",
  async (_what, link) => {
    const folder = folderWith(files);
    const env = link(folder);
    const run = await nixpawnWith(env, folder, "generate", "--format", "json");
    expect(JSON.parse(run.stdout)).toMatchObject({
      problems: [{ code: "NP056", line: 5, column: 34 }],
    });
    const good = folderWith({
      ...files,
      "containers.ts": files["containers.ts"].replace("./gone.nix", "./m.nix"),
    });
    expect(await nixpawnWith(link(good), good, "generate")).toMatchObject({ exitCode: 0 });
    const text = readFileSync(join(good, "containers/web.nix"), "utf8");
    expect(text.match(/\.\.\/lib\/m\.nix/g)).toHaveLength(2);
  },
);

test("folders are named by where they really are", () => {
  const folder = folderWith({});
  mkdirSync(join(folder, "real/node_modules"), { recursive: true });
  symlinkSync("real", join(folder, "link"));
  expect(cacheFolders(join(folder, "link/containers.ts"))[0]).toBe(
    join(realpathSync(folder), "real/node_modules/.cache/nixpawn"),
  );
  for (const one of temporaryFolders()) expect(realpathSync(one)).toBe(one);
});
