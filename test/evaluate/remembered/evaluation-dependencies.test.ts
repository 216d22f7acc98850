import { mkdirSync, symlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { dependenciesOf } from "../../../src/evaluate/remembered/evaluation-dependencies.js";
import { folderWith } from "../../support/program.js";

/** The dependencies of `tree/web.nix` among these files, relative; or why they are not known. */
function found(files: Readonly<Record<string, string>>): readonly string[] | string {
  const folder = folderWith(files);
  const result = dependenciesOf(join(folder, "tree/web.nix"));
  if (!result.known) return result.reason.replaceAll(`${folder}/`, "");
  return [...result.files.keys()].map((path) => relative(folder, path));
}

describe("dependenciesOf", () => {
  test("follows imports of imports, and files that are read or copied", () => {
    expect(
      found({
        "tree/web.nix": "{ imports = [ ../a.nix ]; }",
        "a.nix": '{ x = import ./lib/b.nix; y = builtins.readFile ./motd; z = "${./static}"; }',
        "lib/b.nix": "[ ../a.nix ./c.nix ]",
        "lib/c.nix": "1",
        motd: "hello",
        "static/index.html": "",
        unused: "",
      }),
    ).toEqual(["a.nix", "lib/b.nix", "lib/c.nix", "motd", "static", "tree/web.nix"]);
  });

  test("takes a folder whole, with the Nix files in it", () => {
    expect(
      found({
        "tree/web.nix": "{ imports = [ ../modules ]; }",
        "modules/default.nix": "{ imports = [ ./inner/x.nix ]; }",
        "modules/inner/x.nix": "{ y = ../../outside.txt; }",
        "outside.txt": "",
      }),
    ).toEqual(["modules", "modules/inner/x.nix", "outside.txt", "tree/web.nix"]);
  });

  test("takes the folder of a path that is worked out", () => {
    expect(found({ "tree/web.nix": '{ a = ../hosts/${"b"}.nix; }', "hosts/b.nix": "1" })).toEqual([
      "hosts",
      "tree/web.nix",
    ]);
    expect(found({ "tree/web.nix": '(./. + "/x")' })).toEqual(["tree", "tree/web.nix"]);
  });

  test("reads a linked file as from where it really is", () => {
    const folder = folderWith({
      "tree/web.nix": "import ../link.nix",
      "real/b.nix": "./c.txt",
      "real/c.txt": "",
    });
    symlinkSync("real/b.nix", join(folder, "link.nix"));
    const result = dependenciesOf(join(folder, "tree/web.nix"));
    expect(result.known && [...result.files.keys()]).toContain(join(folder, "real/c.txt"));
  });

  test.each([
    [
      "impure",
      { "tree/web.nix": "import ../a.nix", "a.nix": "builtins.currentTime" },
      "currentTime",
    ],
    ["missing", { "tree/web.nix": "import ../a.nix" }, "cannot be read"],
    ["unknown syntax", { "tree/web.nix": "import ../a.nix", "a.nix": "x |> y" }, "syntax"],
  ])("does not claim to know: %s", (_name, files, words) => {
    expect(found(files as Record<string, string>)).toMatch(words);
  });

  test("does not follow a circle of folders", () => {
    const folder = folderWith({
      "tree/web.nix": "import ../modules",
      "modules/default.nix": "./.",
    });
    mkdirSync(join(folder, "modules/sub"));
    expect(dependenciesOf(join(folder, "tree/web.nix")).known).toBe(true);
  });
});
