import { expect, test } from "@jest/globals";
import { folderWith, nixpawn, problemsOf } from "../../support/program.js";

test("what the library does not have is a problem at its import", async () => {
  const source = 'import { defineContainers, nope } from "nixpawn";\nexport default nope;\n';
  const problems = await problemsOf({ "containers.ts": source });
  expect(problems).toMatchObject([
    { code: "NP005", message: "`nixpawn` exports no `nope`", line: 1, column: 28 },
  ]);
});

test("`import` and `require`, in the config and in packages, give one library: the program's", async () => {
  const folder = folderWith({
    "node_modules/shared/index.js":
      'exports.pkgs = require("nixpawn").pkgs; exports.define = require("nixpawn").defineContainers;',
    "node_modules/nixpawn/index.js": 'throw new Error("another version");',
    "containers.ts": `
      import { define, pkgs as theirs } from "shared";
      import * as nixpawn from "nixpawn";
      const autoStart = theirs === nixpawn.pkgs && define === nixpawn.defineContainers;
      export default define({ web: { autoStart, config: { a: theirs.curl, system: { stateVersion: "26.05" } } } });`,
  });
  const { stdout } = await nixpawn(folder, "generate", "--diff");
  expect(stdout).toContain("autoStart = true;");
  expect(stdout).toContain("a = pkgs.curl;");
});
